mail-hello = مرحبًا،

activation-subject = فعّل حسابك في { $site }
activation-username = سجّل شخص ما، ونأمل أن يكون أنت، اسم المستخدم { $username } بهذا العنوان في { $site }.
activation-email = سجّل شخص ما، ونأمل أن يكون أنت، بهذا العنوان في { $site }.
activation-open = لتفعيل الحساب، افتح هذا الرابط واضغط على الزر هناك:
activation-until = يعمل الرابط لمدة { $duration }، حتى { $time }.
activation-not-you-username = إن لم تكن قد سجّلت بهذا الاسم فلا تفعل شيئًا: لن يُفعَّل الحساب أبدًا.
activation-not-you = إن لم تكن قد سجّلت فلا تفعل شيئًا: لن يُفعَّل الحساب أبدًا.

account-exists-subject = لديك حساب بالفعل في { $site }
account-exists-username = حاول شخص ما، ربما أنت، تسجيل اسم المستخدم { $username } بهذا العنوان في { $site }. يوجد حساب بهذا العنوان بالفعل، ولذلك لا يُنشأ حساب آخر.
account-exists-email = حاول شخص ما، ربما أنت، التسجيل بهذا العنوان في { $site }. يوجد حساب بهذا العنوان بالفعل، ولذلك لا يُنشأ حساب آخر.
account-exists-resend = طلب شخص ما، ربما أنت، رابط تفعيل جديدًا لهذا العنوان في { $site }. يوجد حساب بهذا العنوان بالفعل: لم يبقَ ما يلزم تفعيله.
account-exists-what-to-do = إن كنت أنت فسجّل الدخول بحسابك. وإن لم تكن أنت فلا حاجة إلى فعل شيء: لم يدخل أحد إلى حسابك.

awaiting-approval-subject = { $name } بانتظار الموافقة في { $site }
awaiting-approval-who = سجّل { $name } في { $site } وهو بانتظار الموافقة.
awaiting-approval-username = اسم المستخدم: { $username }
awaiting-approval-email = العنوان: { $email } (مؤكَّد)
awaiting-approval-type = النوع: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = منذ: { $time }
awaiting-approval-decide = للموافقة أو الرفض:

approved-subject = حسابك في { $site } مفعّل
approved-username = تمت الموافقة على تسجيلك باسم { $username } في { $site }. حسابك مفعّل: يمكنك تسجيل الدخول.
approved-email = تمت الموافقة على تسجيلك في { $site }. حسابك مفعّل: يمكنك تسجيل الدخول.

rejected-subject = تسجيلك في { $site }
rejected-username = لم تتم الموافقة على تسجيلك باسم { $username } في { $site }. لا يوجد الآن حساب بهذا العنوان.
rejected-email = لم تتم الموافقة على تسجيلك في { $site }. لا يوجد الآن حساب بهذا العنوان.

invitation-subject = دعوة إلى { $site }
invitation-open = أنت مدعو للتسجيل في { $site }. افتح هذا الرابط للتسجيل:
invitation-until = يعمل الرابط حتى { $time }.
invitation-not-known = إن لم تكن تعرف ما الأمر فلا تفعل شيئًا.

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
date-time = { $day } { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
} { $year } في الساعة { $clock } بالتوقيت العالمي (UTC)
