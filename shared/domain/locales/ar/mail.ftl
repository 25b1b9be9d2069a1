mail-hello = مرحبًا،
mail-log-in = تسجيل الدخول
mail-bare-link = إن لم يعمل الزر فانسخ هذا الرابط إلى متصفحك:
mail-why = تصلك هذه الرسالة لأن شخصًا ما استخدم هذا العنوان في { $site }.

activation-subject = فعّل حسابك في { $site }
activation-code = { $code } هو رمزك في { $site }. أدخله خلال { $duration } في الصفحة التي سجّلت فيها.
activation-username = سجّل شخص ما (نأمل أن يكون أنت) في { $site } بتاريخ { $time } بهذا البريد الإلكتروني واسم المستخدم { $username }.
activation-email = سجّل شخص ما (نأمل أن يكون أنت) في { $site } بتاريخ { $time } بهذا البريد الإلكتروني.
activation-button = تفعيل الحساب
activation-open = لتفعيل الحساب، افتح هذا الرابط واضغط على الزر في الصفحة:
activation-elsewhere = على جهاز آخر، افتح هذا الرابط واختر كلمة مرور هناك:
activation-finish-button = إكمال إنشاء الحساب
activation-until = يعمل الرابط لمدة { $duration }، حتى { $time }.
activation-not-you-username = إن لم تكن قد سجّلت باسم المستخدم هذا فتجاهل هذه الرسالة. لن يُفعَّل الحساب.
activation-not-you = إن لم تكن قد سجّلت فتجاهل هذه الرسالة. لن يُفعَّل الحساب.
activation-make-yours = أو افتح الرابط في متصفح آخر واختر كلمة مرور خاصة بك، وعندها لن يستطيع غيرك استخدام الحساب.

account-exists-subject = لديك حساب بالفعل في { $site }
account-exists-username = حاول شخص ما (ربما أنت) التسجيل في { $site } بهذا البريد الإلكتروني واسم المستخدم { $username }. لديك حساب بهذا العنوان بالفعل، ولذلك لم ننشئ حسابًا آخر.
account-exists-email = حاول شخص ما (ربما أنت) التسجيل في { $site } بهذا البريد الإلكتروني. لديك حساب بهذا العنوان بالفعل، ولذلك لم ننشئ حسابًا آخر.
account-exists-resend = طلب شخص ما (ربما أنت) رابط تفعيل جديدًا لهذا البريد الإلكتروني في { $site }. لديك حساب بهذا العنوان بالفعل، فلا يوجد ما يلزم تفعيله.
account-exists-what-to-do = إن كنت أنت فسجّل الدخول بحسابك. وإن لم تكن أنت فلا حاجة إلى فعل شيء: لم يدخل أحد إلى حسابك.

awaiting-approval-subject = { $name } بانتظار الموافقة في { $site }
awaiting-approval-who = سجّل { $name } في { $site } وهو بانتظار الموافقة.
awaiting-approval-username = اسم المستخدم: { $username }
awaiting-approval-email = البريد الإلكتروني: { $email } (مؤكَّد)
awaiting-approval-type = النوع: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = وقت التسجيل: { $time }
awaiting-approval-button = مراجعة طلب التسجيل
awaiting-approval-open = للموافقة أو الرفض، افتح هذا الرابط واضغط على أحد الأزرار في الصفحة:
awaiting-approval-until = يعمل الرابط حتى { $time }. وهو خاص بك وحدك: يُسجَّل القرار مع عنوانك، فلا تُعِد توجيه هذه الرسالة.
awaiting-approval-commands = أو نفّذ أحد هذين الأمرين:
awaiting-approval-decide = للموافقة أو الرفض:
awaiting-approval-why = تصلك هذه الرسالة لأنك توافق على طلبات التسجيل في { $site }.

approved-subject = حسابك في { $site } مفعّل
approved-username = تمت الموافقة على تسجيلك في { $site } باسم { $username }. يمكنك تسجيل الدخول الآن.
approved-email = تمت الموافقة على تسجيلك في { $site }. يمكنك تسجيل الدخول الآن.

rejected-subject = تسجيلك في { $site }
rejected-username = لم تتم الموافقة على تسجيلك في { $site } باسم { $username }. لا يوجد حساب بهذا البريد الإلكتروني.
rejected-email = لم تتم الموافقة على تسجيلك في { $site }. لا يوجد حساب بهذا البريد الإلكتروني.

invitation-subject = دعوة إلى { $site }
invitation-subject-by = دعوة من { $inviter } إلى { $site }
invitation-text = أنت مدعو لإنشاء حساب في { $site }.
invitation-text-by = يدعوك { $inviter } إلى إنشاء حساب في { $site }.
invitation-button = إنشاء حساب
invitation-open = افتح هذا الرابط لإنشائه:
invitation-until = يعمل الرابط حتى { $time }.
invitation-not-known = إن لم تكن تعرف ما الأمر فتجاهل هذه الرسالة.
invitation-why = تصلك هذه الرسالة لأن شخصًا ما دعا هذا العنوان إلى { $site }.

waitlist-joined-subject = أنت في قائمة انتظار { $site }
waitlist-joined-text = أضاف شخص ما (نأمل أن يكون أنت) هذا البريد الإلكتروني إلى قائمة انتظار { $site } بتاريخ { $time }.
waitlist-joined-next = ليس عليك فعل شيء الآن. سنرسل إليك دعوة بالبريد الإلكتروني عندما يحين دورك.
waitlist-joined-not-you = إن لم تكن أنت فتجاهل هذه الرسالة. لن يُنشأ حساب من دونك.

## الأوقات

duration-days = { $count ->
    [zero] { $count } يوم
    [one] يوم واحد
    [two] يومين
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
duration-hours = { $count ->
    [zero] { $count } ساعة
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
}
duration-minutes = { $count ->
    [zero] { $count } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
duration-seconds = { $count ->
    [zero] { $count } ثانية
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $count } ثوانٍ
    [many] { $count } ثانية
   *[other] { $count } ثانية
}
