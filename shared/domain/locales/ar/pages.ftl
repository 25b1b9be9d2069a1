## كل الصفحات

languages = اللغة
error-in-title = خطأ: { $title }
register = التسجيل
another-link = الحصول على رابط جديد

## الاستمارة

register-title = إنشاء حسابك
register-errors = يُرجى تصحيح ما يلي
register-choose = اختر
register-optional = { $label } (اختياري)
register-submit = إنشاء الحساب
honeypot-label = اترك هذا الحقل فارغًا
bot-check-label = التحقق من أنك لست روبوتًا
bot-check-noscript = يتطلب التحقق من أنك لست روبوتًا تشغيل JavaScript. شغّله ثم أعد تحميل هذه الصفحة.
password-show = إظهار كلمة المرور
password-hide = إخفاء كلمة المرور
password-shown = كلمة المرور ظاهرة.
password-hidden = كلمة المرور مخفية.
strength-short = { $min ->
    [zero] ما زالت قصيرة: يلزم ما لا يقل عن { $min } حرف.
    [one] ما زالت قصيرة: يلزم ما لا يقل عن حرف واحد.
    [two] ما زالت قصيرة: يلزم ما لا يقل عن حرفين اثنين.
    [few] ما زالت قصيرة: يلزم ما لا يقل عن { $min } أحرف.
    [many] ما زالت قصيرة: يلزم ما لا يقل عن { $min } حرفًا.
   *[other] ما زالت قصيرة: يلزم ما لا يقل عن { $min } حرف.
}
strength-repetitive = طولها كافٍ لكنها متكررة، ومن السهل تخمينها.
strength-fair = طولها كافٍ. وكلما زاد طولها زاد أمانها.
strength-good = طويلة: جيد.

field-username = اسم المستخدم
    .help = الحروف والأرقام و @ . + - _
field-email = البريد الإلكتروني
    .help = سنرسل رابطًا إلى هذا العنوان.
field-password = كلمة المرور
    .help = { $min ->
        [zero] ما لا يقل عن { $min } حرف.
        [one] ما لا يقل عن حرف واحد.
        [two] ما لا يقل عن حرفين اثنين.
        [few] ما لا يقل عن { $min } أحرف.
        [many] ما لا يقل عن { $min } حرفًا.
       *[other] ما لا يقل عن { $min } حرف.
    } ومن السهل تذكّر بضع كلمات متتالية.
field-password-confirm = كلمة المرور مرة أخرى
field-terms = أوافق على شروط الاستخدام

## ما الخطأ في الحقل

error-username-required = أدخل اسم مستخدم.
error-username-invalid = استخدم الحروف والأرقام و @ . + - _ فقط.
error-username-taken = اسم المستخدم هذا محجوز لغيرك. اختر اسمًا آخر.
error-username-reserved = اسم المستخدم هذا غير متاح. اختر اسمًا آخر.
error-username-look-alike = يخلط اسم المستخدم هذا بين حروف متشابهة في الشكل. استخدم حروفًا من أبجدية واحدة.
error-email-required = أدخل عنوان بريد إلكتروني.
error-email-invalid = أدخل عنوان بريد إلكتروني صحيحًا، مثل name@example.com.
error-email-taken = يوجد حساب بهذا العنوان بالفعل. سجّل الدخول به.
error-email-international = استخدم عنوانًا لا يحتوي قبل علامة @ إلا على حروف لاتينية وأرقام ورموز، فلا يمكننا إرسال البريد إلى غيره.
error-email-look-alike = يخلط هذا العنوان بين حروف متشابهة في الشكل. تحقّق من كتابته.
error-email-not-invited = هذه الدعوة موجّهة إلى عنوان آخر. استخدم العنوان الذي أُرسلت إليه الدعوة.
error-email-domain-refused = لا يمكن التسجيل هنا بعناوين { $domain }. استخدم عنوانًا آخر.
error-email-domain-disposable = لا يمكن التسجيل هنا بعناوين مؤقتة. استخدم عنوانًا دائمًا.
error-email-domain-of = استخدم عنوانًا من { $domains }.
error-email-domain-other = لا يمكن التسجيل هنا بعناوين { $domain }. استخدم عنوان مؤسستك.
error-password-required = أدخل كلمة مرور.
error-password-too-short = { $min ->
    [zero] استخدم ما لا يقل عن { $min } حرف.
    [one] استخدم ما لا يقل عن حرف واحد.
    [two] استخدم ما لا يقل عن حرفين اثنين.
    [few] استخدم ما لا يقل عن { $min } أحرف.
    [many] استخدم ما لا يقل عن { $min } حرفًا.
   *[other] استخدم ما لا يقل عن { $min } حرف.
} ومن السهل تذكّر بضع كلمات متتالية.
error-password-too-common = كلمة المرور هذه شائعة جدًا، وهي من أول ما يُجرَّب. اختر غيرها.
error-password-too-similar = كلمة المرور هذه تشبه كثيرًا اسم المستخدم أو عنوانك أو اسم هذا الموقع. اختر غيرها.
error-password-mismatch = أدخل كلمة المرور نفسها في الحقلين.
error-length-at-most = { $max ->
    [zero] استخدم ما لا يزيد على { $max } حرف.
    [one] استخدم ما لا يزيد على حرف واحد.
    [two] استخدم ما لا يزيد على حرفين اثنين.
    [few] استخدم ما لا يزيد على { $max } أحرف.
    [many] استخدم ما لا يزيد على { $max } حرفًا.
   *[other] استخدم ما لا يزيد على { $max } حرف.
}
error-not-text = أرسل هذا الحقل نصًا.
error-required = املأ «{ $label }».
error-not-accepted = ضع علامة عند «{ $label }» للمتابعة.
error-not-in-list = { $label }: اختر من القائمة.
error-too-short = { $min ->
    [zero] { $label }: استخدم ما لا يقل عن { $min } حرف.
    [one] { $label }: استخدم ما لا يقل عن حرف واحد.
    [two] { $label }: استخدم ما لا يقل عن حرفين اثنين.
    [few] { $label }: استخدم ما لا يقل عن { $min } أحرف.
    [many] { $label }: استخدم ما لا يقل عن { $min } حرفًا.
   *[other] { $label }: استخدم ما لا يقل عن { $min } حرف.
}
error-too-long = { $max ->
    [zero] { $label }: استخدم ما لا يزيد على { $max } حرف.
    [one] { $label }: استخدم ما لا يزيد على حرف واحد.
    [two] { $label }: استخدم ما لا يزيد على حرفين اثنين.
    [few] { $label }: استخدم ما لا يزيد على { $max } أحرف.
    [many] { $label }: استخدم ما لا يزيد على { $max } حرفًا.
   *[other] { $label }: استخدم ما لا يزيد على { $max } حرف.
}
error-too-small = { $label }: أدخل { $min } أو أكثر.
error-too-large = { $label }: أدخل { $max } أو أقل.
error-invalid-text = { $label }: أرسل القيمة نصًا.
error-invalid-boolean = { $label }: أرسل true أو false.
error-invalid-integer = { $label }: أدخل عددًا صحيحًا.
error-invalid-email = { $label }: أدخل عنوانًا مثل name@example.com.
error-invalid-uri = { $label }: أدخل عنوان ويب مثل https://example.com.
error-invalid-date = { $label }: أدخل التاريخ بصيغة السنة-الشهر-اليوم، مثل 2001-12-31.
error-invalid-pattern = { $label }: أدخل القيمة بالصيغة المطلوبة.
error-invalid-as-said = { $label }: { $help }
error-captcha-required = أكمل التحقق من أنك لست روبوتًا.
error-captcha-failed = لم ينجح التحقق من أنك لست روبوتًا. يُرجى إكماله مرة أخرى.
error-captcha-unavailable = لا يمكننا حاليًا التحقق من أنك لست روبوتًا. يُرجى المحاولة مرة أخرى بعد بضع ثوانٍ.

## لماذا لا يمكن التسجيل

denial-title = لا يمكنك التسجيل هنا
denial-other = هذا غير متاح للجميع.
denial-registration-closed = لا نقبل تسجيلات جديدة في الوقت الحالي.
denial-registration-paused = التسجيل متوقف لفترة قصيرة. يُرجى المحاولة لاحقًا.
denial-credential-required = يتطلب التسجيل بيانات اعتماد لم تُرسَل.
denial-credential-invalid = بيانات الاعتماد المرسلة لا تسمح بالتسجيل.
denial-claim-required = يتطلب التسجيل تسجيل دخول يسمح بتسجيل الآخرين.
denial-invitation-required = التسجيل بدعوة فقط. افتح رابط الدعوة التي وصلتك.
denial-invitation-unknown = لا توجد دعوة كهذه. تأكد من أنك فتحت الرابط كاملًا.
denial-invitation-spent = استُخدمت هذه الدعوة من قبل. إن كنت أنت من استخدمها فسجّل الدخول أو ابحث عن رسالتنا، وإلا فاطلب دعوة أخرى.
denial-invitation-expired = انتهت صلاحية هذه الدعوة. اطلب دعوة أخرى.
denial-invitation-revoked = سُحبت هذه الدعوة. اطلب دعوة أخرى.

## الصفحات الأخرى

complete-title = تفقّد بريدك
complete-sent = نرسل الآن رسالة إلى العنوان الذي أدخلته. افتح الرابط الذي فيها لتفعيل حسابك.
complete-nothing = لم يصل شيء بعد بضع دقائق؟ ابحث في مجلد الرسائل غير المرغوب فيها، أو { $link }.
complete-another-link = اطلب رابطًا جديدًا
complete-mistyped = هل كان العنوان خاطئًا؟ ارجع وأرسل الاستمارة مرة أخرى بالعنوان الصحيح، مع إبقاء كل ما عداه كما هو.
active-title = حسابك مفعّل
active-text = حسابك مفعّل. يمكنك تسجيل الدخول الآن.
confirmed-title = تم تأكيد عنوانك
confirmed-text = طلب تسجيلك قيد المراجعة. ستصلك رسالة عند اتخاذ القرار.
closed-title = التسجيل مغلق
closed-other = التسجيل غير متاح للجميع.
closed-activation = إن كنت قد سجّلت من قبل، فرابط التفعيل الخاص بك ما زال يعمل.
activate-title = تفعيل حسابك
activate-username = بهذا يُفعَّل الحساب { $username } بالعنوان { $email }.
activate-email = بهذا يُفعَّل الحساب بالعنوان { $email }.
activate-submit = تفعيل { $name }
activate-not-you-username = لم تسجّل بهذا الاسم؟ أغلق هذه الصفحة ولن يحدث شيء.
activate-not-you = لم تسجّل؟ أغلق هذه الصفحة ولن يحدث شيء.
resend-title = الحصول على رابط تفعيل جديد
resend-text = أدخل العنوان الذي سجّلت به. إن كان هناك حساب بانتظار التفعيل فسنرسل إليه رابطًا جديدًا. والروابط التي لديك تظل تعمل حتى تنتهي صلاحيتها.
resend-submit = إرسال الرابط
resend-complete-title = تفقّد بريدك
resend-complete-text = إن كان هناك حساب بهذا العنوان بانتظار التفعيل، فثمة رابط جديد في طريقه إليك.
resend-complete-nothing = لم يصل شيء بعد بضع دقائق؟ ابحث في مجلد الرسائل غير المرغوب فيها، وتأكد من صحة العنوان. يستقبل كل عنوان رسالة واحدة في الدقيقة وبضع رسائل في اليوم.

## المشكلات

problem-unreadable-title = تعذّرت قراءة الطلب
problem-body-not-utf8 = المحتوى ليس UTF-8 صحيحًا.
problem-body-not-json = المحتوى ليس JSON صحيحًا: { $reason }.
problem-body-not-object = أرسل كائن JSON يضم حقول الاستمارة.
problem-body-not-base64 = المحتوى ليس base64 صحيحًا.
problem-fields-not-utf8 = حقول الاستمارة ليست UTF-8 صحيحًا.
problem-idempotency-key = أرسل Idempotency-Key بطول من 1 إلى 255 محرفًا مرئيًا من ASCII.
problem-cross-site-request = أُرسلت الاستمارة من موقع آخر. افتح الصفحة في هذا الموقع وأرسلها منها.
    .title = لم يُرسَل هذا من صفحتنا
problem-not-found = لا توجد صفحة في هذا العنوان.
    .title = الصفحة غير موجودة
problem-form-unknown = لا توجد استمارة تسجيل من هذا النوع. استخدم الرابط الذي وصلك، أو احذف النوع.
    .title = لا توجد استمارة كهذه
problem-method-not-allowed = يستجيب هذا العنوان إلى { $allowed }.
    .title = الطريقة غير مسموح بها
problem-content-too-large = أرسل { $kibibytes } كيبيبايت على الأكثر.
    .title = المُرسَل أكبر من اللازم
problem-unsupported-media-type = أرسل application/x-www-form-urlencoded أو application/json.
    .title = نوع الوسائط غير مدعوم
problem-validation-failed = يجب تصحيح بعض الحقول.
    .title = يُرجى مراجعة الاستمارة
problem-internal-error = الخطأ من جانبنا، وقد سُجّل.
    .title = حدث خطأ ما
problem-service-unavailable = يُرجى المحاولة مرة أخرى بعد بضع ثوانٍ.
    .title = لا يمكن تنفيذ ذلك الآن
problem-activation-key-unknown = تأكد من أنك فتحت الرابط كاملًا. أو اطلب رابطًا جديدًا، أو سجّل من جديد.
    .title = هذا الرابط لا يعمل
problem-activation-key-expired = انتهت مهلة التفعيل به. اطلب رابطًا جديدًا، أو سجّل من جديد.
    .title = انتهت صلاحية هذا الرابط
problem-already-activated = لا حاجة إلى شيء آخر: سجّل الدخول.
    .title = هذا الحساب مفعّل بالفعل
problem-account-disabled = عُطّل هذا الحساب. تواصل مع القائمين على الموقع.
    .title = هذا الحساب معطّل
problem-activation-not-supported = الحسابات في هذا الموقع مفعّلة من البداية.
    .title = لا يوجد ما يلزم تفعيله
problem-awaiting-approval = لا حاجة إلى شيء آخر من جانبك: طلب تسجيلك قيد المراجعة، وستصلك رسالة بالنتيجة.
    .title = تم تأكيد هذا العنوان
problem-activation-denied-title = لا يمكن تفعيل هذا الحساب
