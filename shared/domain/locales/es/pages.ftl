## Todas las páginas

languages = Idioma
error-in-title = Error: { $title }
register = Crear una cuenta
another-link = Pedir un enlace nuevo
log-in = Iniciar sesión
log-in-instead = ¿Ya tiene una cuenta? { $link }
openid-continue = Continuar con { $provider }
openid-or = o
signed-in-email-proven = Ha iniciado sesión con { $provider } y su dirección { $email } está confirmada. Aún faltan algunos datos.
signed-in = Ha iniciado sesión con { $provider }. Aún faltan algunos datos.
terms-of-use = Condiciones de uso
privacy-notice = Aviso de privacidad
new-tab = (se abre en una pestaña nueva)

## El formulario

register-title = Cree su cuenta
register-errors = Hay un problema
register-choose = Elija una opción
register-optional = { $label } (opcional)
register-submit = Crear cuenta
honeypot-label = Deje este campo vacío
bot-check-label = Confirme que es una persona
bot-check-noscript = Esta comprobación necesita JavaScript. Actívelo y vuelva a cargar la página.
password-show = Mostrar la contraseña
password-hide = Ocultar la contraseña
password-shown = Su contraseña está visible.
password-hidden = Su contraseña está oculta.
strength-short = { $min ->
    [one] Demasiado corta: use al menos { $min } carácter.
   *[other] Demasiado corta: use al menos { $min } caracteres.
}
strength-repetitive = Es lo bastante larga, pero fácil de adivinar porque se repite.
strength-fair = Es lo bastante larga. Una contraseña más larga es más segura.
strength-good = Buena longitud.

field-username = Nombre de usuario
    .help = Use letras, números y @ . + - _
field-email = Correo electrónico
    .help = Le enviaremos un enlace para confirmar esta dirección.
field-password = Contraseña
    .help = { $min ->
        [one] Use al menos { $min } carácter.
       *[other] Use al menos { $min } caracteres.
    } Varias palabras seguidas son fáciles de recordar.
field-password-confirm = Confirme la contraseña
field-terms = Acepto las [condiciones de uso](terms)

## Qué falla en un campo

error-username-required = Escriba un nombre de usuario.
error-username-invalid = Este nombre de usuario tiene un carácter no permitido. Use letras, números y @ . + - _
error-username-too-long = { $max ->
    [one] Este nombre de usuario es demasiado largo. Use como máximo { $max } carácter.
   *[other] Este nombre de usuario es demasiado largo. Use como máximo { $max } caracteres.
}
error-username-taken = Este nombre de usuario ya está en uso. Elija otro.
error-username-reserved = Este nombre de usuario está reservado. Elija otro.
error-username-look-alike = Este nombre de usuario mezcla letras que se parecen. Use letras de un solo alfabeto.
error-username-not-own-address = Este nombre de usuario es una dirección de correo distinta de la de este formulario. Use su propia dirección o elija otro nombre de usuario.
error-username-looks-like-link = Este nombre de usuario parece una dirección web. Elija otro, por ejemplo sin el punto.
error-email-required = Escriba su correo electrónico.
error-email-invalid = Esto no es una dirección de correo electrónico. Escriba una como nombre@example.com.
error-email-too-long = { $max ->
    [one] Esta dirección de correo es demasiado larga. Use una de { $max } carácter como máximo.
   *[other] Esta dirección de correo es demasiado larga. Use una de { $max } caracteres como máximo.
}
error-email-taken = Ya existe una cuenta con este correo electrónico. Inicie sesión o use otra dirección.
error-email-international = No podemos enviar correo a esta dirección. Use una que solo tenga letras de la a a la z, números y signos antes de la @.
error-email-look-alike = Esta dirección de correo mezcla letras que se parecen. Compruebe cómo está escrita.
error-email-not-invited = Esta invitación es para otra dirección de correo. Use la dirección invitada.
error-email-not-username = El nombre de usuario de este registro es otra dirección de correo. Regístrese de nuevo con otro nombre de usuario.
error-email-domain-refused = No puede registrarse con una dirección de correo de { $domain }. Use otra.
error-email-domain-disposable = No puede registrarse con una dirección de correo desechable. Use una permanente.
error-email-domain-of = No puede registrarse con esta dirección de correo. Use una de { $domains }.
error-email-domain-other = No puede registrarse con una dirección de correo de { $domain }. Use la de su organización.
error-password-required = Escriba una contraseña.
error-password-too-short = { $min ->
    [one] Su contraseña es demasiado corta. Use al menos { $min } carácter.
   *[other] Su contraseña es demasiado corta. Use al menos { $min } caracteres.
}
error-password-too-long = { $max ->
    [one] Su contraseña es demasiado larga. Use como máximo { $max } carácter.
   *[other] Su contraseña es demasiado larga. Use como máximo { $max } caracteres.
}
error-password-too-common = Esta contraseña es demasiado común y fácil de adivinar. Elija otra.
error-password-too-similar = Esta contraseña se parece demasiado a «{ $word }», que está en su nombre de usuario, en su dirección o en el nombre de este sitio. Use otras palabras o añada más.
error-password-mismatch = Las contraseñas no coinciden. Escriba la misma en los dos campos.
error-not-text = Envíe este campo como texto.
error-required = Rellene «{ $label }».
error-not-accepted = Marque «{ $label }» para continuar.
error-not-in-list = { $label }: elija una opción de la lista.
error-too-short = { $min ->
    [one] { $label }: use al menos { $min } carácter.
   *[other] { $label }: use al menos { $min } caracteres.
}
error-too-long = { $max ->
    [one] { $label }: use como máximo { $max } carácter.
   *[other] { $label }: use como máximo { $max } caracteres.
}
error-too-small = { $label }: escriba { $min } o más.
error-too-large = { $label }: escriba { $max } o menos.
error-invalid-text = { $label }: envíe el valor como texto.
error-not-one-line = { $label }: use una sola línea, sin caracteres de control.
error-control-character = { $label }: quite los caracteres de control.
error-invalid-boolean = { $label }: envíe true o false.
error-invalid-integer = { $label }: escriba un número entero.
error-invalid-email = { $label }: escriba una dirección como nombre@example.com.
error-invalid-uri = { $label }: escriba una dirección web como https://example.com.
error-invalid-date = { $label }: escriba una fecha como año-mes-día, por ejemplo 2001-12-31.
error-invalid-pattern = { $label }: escriba el valor en el formato indicado.
error-invalid-as-said = { $label }: { $help }
error-captcha-required = Confirme que es una persona.
error-captcha-failed = No hemos podido confirmar que es una persona. Inténtelo de nuevo.
error-captcha-unavailable = Ahora mismo no podemos comprobar que es una persona. Inténtelo de nuevo dentro de unos segundos.

## Por qué alguien no puede registrarse

denial-title = No puede registrarse aquí
denial-other = El registro no está abierto a todo el mundo.
denial-registration-closed = Por ahora no se pueden crear cuentas nuevas.
denial-registration-paused = El registro está en pausa durante un breve tiempo. Inténtelo de nuevo más tarde.
denial-credential-required = Para registrarse hace falta una credencial, y no se ha enviado ninguna.
denial-credential-invalid = La credencial enviada no permite registrarse.
denial-claim-required = Para registrarse hace falta una sesión que pueda registrar a otras personas.
denial-openid-required = Regístrese con uno de los servicios del formulario. Este sitio no tiene contraseñas.
denial-invitation-required = El registro es solo por invitación. Abra el enlace de su invitación.
denial-invitation-unknown = Esta invitación no existe. Compruebe que ha abierto el enlace completo.
denial-invitation-spent = Esta invitación ya se ha usado. Si la ha usado usted, inicie sesión o busque nuestro correo. Si no, pida una nueva.
denial-invitation-expired = Esta invitación ha caducado. Pida una nueva.
denial-invitation-revoked = Esta invitación se ha retirado. Pida una nueva.

## Las demás páginas

complete-title = Revise su correo
complete-sent = Le hemos enviado un enlace por correo electrónico. Ábralo para activar su cuenta.
complete-nothing = ¿No ha llegado nada al cabo de unos minutos? Mire en la carpeta de correo no deseado o { $link }.
complete-another-link = pida un enlace nuevo
active-title = Su cuenta está activa
active-text = Ya puede iniciar sesión.
active-as-username = Se ha registrado como { $username } con el correo electrónico { $email }.
active-as-email = Se ha registrado con el correo electrónico { $email }.
confirmed-title = Su correo electrónico está confirmado
confirmed-text = Estamos revisando su registro. Le comunicaremos la decisión por correo electrónico.
closed-title = El registro está cerrado
closed-other = El registro no está abierto a todo el mundo.
closed-activation = ¿Ya se ha registrado? Su enlace de activación sigue funcionando.
activate-title = Active su cuenta
activate-username = Está a punto de activar la cuenta { $username } con el correo electrónico { $email }.
activate-email = Está a punto de activar la cuenta con el correo electrónico { $email }.
activate-submit = Activar { $name }
activate-not-you-username = ¿No se ha registrado con este nombre de usuario? Cierre esta página y no pasará nada.
activate-not-you = ¿No se ha registrado? Cierre esta página y no pasará nada.
resend-title = Pida un enlace de activación nuevo
resend-text = Escriba el correo electrónico con el que se registró. Si tiene una cuenta por activar, le enviaremos un enlace nuevo. Los enlaces anteriores siguen funcionando hasta que caducan.
resend-submit = Enviar enlace
resend-complete-title = Revise su correo
resend-complete-text = Si esta dirección tiene una cuenta por activar, le hemos enviado un enlace nuevo.
resend-complete-nothing = ¿No ha llegado nada al cabo de unos minutos? Mire en la carpeta de correo no deseado y compruebe que la dirección era correcta. A cada dirección enviamos como máximo un correo por minuto y unos pocos al día.

## Problemas

problem-unreadable-title = No hemos podido leer la solicitud
problem-body-not-utf8 = El cuerpo no es UTF-8 válido.
problem-body-not-json = El cuerpo no es JSON válido: { $reason }.
problem-body-not-object = Envíe un objeto JSON con los campos del formulario.
problem-body-repeated-name = El objeto JSON tiene «{ $name }» dos veces. Envíe cada nombre una sola vez.
problem-body-not-base64 = El cuerpo no es base64 válido.
problem-fields-not-utf8 = Los campos del formulario no son UTF-8 válido.
problem-idempotency-key = Envíe Idempotency-Key con entre 1 y 255 caracteres ASCII visibles.
problem-cross-site-request = Otro sitio envió este formulario. Abra el formulario en este sitio y envíelo desde ahí.
    .title = Esto no se envió desde nuestra página
problem-not-found = No hay ninguna página en esta dirección. Compruebe que ha abierto el enlace completo.
    .title = Página no encontrada
problem-form-unknown = No hay ningún formulario de registro de este tipo. Use el enlace que ha recibido o quite el tipo.
    .title = Formulario no encontrado
problem-method-not-allowed = Esta dirección acepta { $allowed }.
    .title = Método no permitido
problem-content-too-large = Envíe como máximo { $kibibytes } KiB.
    .title = La solicitud es demasiado grande
problem-unsupported-media-type = Envíe application/x-www-form-urlencoded o application/json.
    .title = Tipo de contenido no admitido
problem-validation-failed = Hay campos que corregir.
    .title = Hay un problema
problem-internal-error = El error es nuestro y ha quedado registrado. Inténtelo de nuevo más tarde.
    .title = Algo ha salido mal
problem-service-unavailable = Inténtelo de nuevo dentro de unos segundos.
    .title = Ahora mismo no es posible
problem-activation-key-unknown = Compruebe que ha abierto el enlace completo. Si sigue sin funcionar, pida un enlace nuevo o cree su cuenta otra vez.
    .title = Este enlace no funciona
problem-activation-key-expired = Pida un enlace nuevo o cree su cuenta otra vez.
    .title = Este enlace ha caducado
problem-uri-too-long = Acorte la dirección de la página a { $bytes } bytes como máximo después del signo de interrogación.
    .title = Esta dirección es demasiado larga
problem-sign-in-unknown = Ya se usó, ha caducado o se empezó en otro navegador. Empiece de nuevo aquí.
    .title = No se puede continuar este inicio de sesión
problem-sign-in-denied = No se ha guardado nada. Puede intentarlo de nuevo o registrarse de otra manera.
    .title = No ha iniciado sesión con { $provider }
problem-sign-in-invalid = No hemos podido comprobar la respuesta de { $provider }. Empiece de nuevo aquí.
    .title = No se pudo iniciar sesión con { $provider }
problem-provider-unavailable = Inténtelo de nuevo dentro de unos segundos o regístrese de otra manera.
    .title = Ahora mismo no se puede acceder a { $provider }
problem-account-exists = No hace falta que se registre otra vez. Inicie sesión en su cuenta.
    .title = Ya tiene una cuenta
problem-already-activated = No hay nada más que hacer. Puede iniciar sesión.
    .title = Esta cuenta ya está activa
problem-account-disabled = Las personas que administran este sitio han desactivado esta cuenta. Póngase en contacto con ellas si necesita ayuda.
    .title = Esta cuenta está desactivada
problem-activation-not-supported = En este sitio las cuentas están activas desde que se crean.
    .title = No hay nada que activar
problem-awaiting-approval = Estamos revisando su registro y le comunicaremos la decisión por correo electrónico. No tiene que hacer nada más.
    .title = Su correo electrónico está confirmado
problem-activation-denied-title = Esta cuenta no se puede activar

## Proof of the person

finish-title = Termine de crear su cuenta
finish-text = Ha abierto el enlace que enviamos a { $email }, así que esta dirección está confirmada. Elija cómo iniciará sesión.
finish-submit = Crear cuenta
complete-registered = Hemos enviado un enlace a { $email }. Ábralo para activar su cuenta.
complete-registered-link-or-code = Hemos enviado un código y un enlace a { $email }. Introduzca aquí el código o abra el enlace para activar su cuenta.
complete-registered-code = Hemos enviado un código a { $email }. Introdúzcalo aquí para activar su cuenta.
complete-code-label = Código del correo
complete-code-submit = Activar la cuenta
complete-no-email = ¿No ha llegado nada al cabo de unos minutos? Mire en la carpeta de correo no deseado y compruebe que la dirección es correcta.
complete-earlier = ¿Falta un correo? El enlace de uno anterior a esta dirección también funciona.
complete-again = Enviar el correo otra vez
complete-again-code = Ha pedido el correo otra vez. Introduzca el código del último.
complete-again-link = Ha pedido el correo otra vez. Puede tardar unos minutos.
complete-wrong-address = ¿Dirección equivocada?
complete-wrong-address-text = Escriba la correcta y le enviaremos el correo allí. Los enlaces enviados a la dirección anterior ya no activarán su cuenta.
complete-change = Cambiar la dirección
activate-not-mine = ¿No registró usted esta cuenta? { $link }, y nadie más podrá usarla.
activate-start-over = Elija su propia contraseña
error-email-not-proven = El enlace se envió a { $email }. Deje la dirección como está o regístrese de nuevo con la otra.
error-code-required = Introduzca el código del correo.
error-code-invalid = Un código tiene 6 cifras. Introduzca el del correo.
problem-proof-required = Abra el enlace en el navegador en el que se registró o elija ahora una contraseña.
    .title = Termine de crear su cuenta
problem-start-over-required = Este registro ya no se puede activar, por ejemplo porque su nombre está ocupado. Abra el enlace del correo y elija allí un nombre y una contraseña.
    .title = Termine de crear su cuenta
problem-registration-unknown = Ha caducado o se hizo en otro lugar. Abra el enlace del correo o regístrese de nuevo.
    .title = No existe ese registro
problem-code-wrong = { $left ->
    [0] Este código no es correcto y se ha probado demasiadas veces. Abra el enlace del correo o envíe el correo otra vez.
    [one] Este código no es correcto. Introduzca el del último correo. Le queda { $left } intento.
   *[other] Este código no es correcto. Introduzca el del último correo. Le quedan { $left } intentos.
}
    .title = Este código no es correcto
problem-code-expired = Este código ya no funciona. Abra el enlace del correo, que sigue funcionando, o envíe el correo otra vez.
    .title = Este código ha caducado
problem-codes-paused = Se han introducido demasiados códigos incorrectos. Abra el enlace del correo o inténtelo de nuevo dentro de una hora.
    .title = Los códigos están en pausa
problem-rate-limited = { $minutes ->
    [one] Han llegado demasiadas solicitudes desde su red. Espere un minuto, vuelva atrás e inténtelo de nuevo.
   *[other] Han llegado demasiadas solicitudes desde su red. Espere { $minutes } minutos, vuelva atrás e inténtelo de nuevo.
}
    .title = Inténtelo más tarde
problem-mail-budget-exhausted = Por ahora no podemos enviar más correos y, por tanto, no podemos crear cuentas. Inténtelo más tarde.
    .title = El registro está en pausa
problem-idempotency-key-reused = Este Idempotency-Key se envió con otro registro. Use una clave nueva para cada registro.
    .title = Era otro registro
problem-not-correctable = La dirección de este registro ya no se puede cambiar. Regístrese de nuevo con la dirección correcta.
    .title = La dirección se queda como está

## Aprobación

approve-title = Decida sobre un registro
approve-text = Esta persona se ha registrado y ha confirmado su correo electrónico. La cuenta se activará si usted la aprueba.
approve-type = Tipo
approve-since = Se registró
approve-submit = Aprobar
approve-reject = Rechazar
approve-help = Después no podrá cambiar aquí la decisión. Se la comunicaremos a esta persona por correo electrónico y la guardaremos con la dirección de usted.
approve-approved-title = Este registro está aprobado
approve-approved-by = { $by } lo aprobó el { $time }.
approve-rejected-title = Este registro está rechazado
approve-rejected-by = { $by } lo rechazó el { $time }.
error-decision-invalid = Elija «Aprobar» o «Rechazar».
problem-approval-key-unknown = Compruebe que ha abierto el enlace completo. Si sigue sin funcionar, use el comando del correo.
    .title = Este enlace no funciona
problem-approval-key-expired = Use el comando del correo, que sigue funcionando.
    .title = Este enlace ha caducado
problem-already-approved = { $by } lo aprobó el { $time }. Su decisión no ha cambiado nada.
    .title = Este registro ya estaba aprobado
problem-already-rejected = { $by } lo rechazó el { $time }. Su decisión no ha cambiado nada.
    .title = Este registro ya estaba rechazado

## The waiting list

waitlist-title = Únase a la lista de espera
waitlist-text = Por ahora solo se crean cuentas por invitación. Introduzca su dirección de correo y le invitaremos cuando llegue su turno.
waitlist-submit = Unirse a la lista de espera
waiting-title = Está en la lista de espera
waiting-text = Le enviaremos una invitación por correo electrónico cuando llegue su turno.
waiting-email = Si esta dirección no estaba antes en la lista, un correo sobre ello está en camino. Si vuelve a apuntarse, conserva su lugar.
