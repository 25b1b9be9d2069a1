## Todas las páginas

languages = Idioma
error-in-title = Error: { $title }
register = Registrarse
another-link = Solicitar otro enlace

## El formulario

register-title = Cree su cuenta
register-errors = Corrija lo siguiente
register-choose = Elija una opción
register-optional = { $label } (opcional)
register-submit = Crear cuenta
honeypot-label = Deje esto vacío
bot-check-label = Comprobación de que no es un robot
bot-check-noscript = La comprobación de que no es un robot necesita JavaScript. Actívelo y vuelva a cargar esta página.
password-show = Mostrar la contraseña
password-hide = Ocultar la contraseña
password-shown = La contraseña está visible.
password-hidden = La contraseña está oculta.
strength-short = { $min ->
    [one] Todavía es corta: necesita al menos { $min } carácter.
   *[other] Todavía es corta: necesita al menos { $min } caracteres.
}
strength-repetitive = Tiene la longitud suficiente, pero se repite: es fácil de adivinar.
strength-fair = Tiene la longitud suficiente. Cuanto más larga, más segura.
strength-good = Es larga: bien.

field-username = Nombre de usuario
    .help = Letras, cifras y @ . + - _
field-email = Correo electrónico
    .help = Enviaremos un enlace a esta dirección.
field-password = Contraseña
    .help = { $min ->
        [one] Al menos { $min } carácter.
       *[other] Al menos { $min } caracteres.
    } Varias palabras seguidas son fáciles de recordar.
field-password-confirm = Repita la contraseña
field-terms = Acepto las condiciones de uso

## Qué falla en un campo

error-username-required = Escriba un nombre de usuario.
error-username-invalid = Use solo letras, cifras y @ . + - _
error-username-taken = Este nombre de usuario ya está en uso. Elija otro.
error-username-reserved = Este nombre de usuario está reservado. Elija otro.
error-username-look-alike = Este nombre de usuario mezcla letras que se parecen. Use letras de un solo alfabeto.
error-email-required = Escriba una dirección de correo electrónico.
error-email-invalid = Escriba una dirección de correo electrónico válida, como nombre@example.com.
error-email-taken = Ya existe una cuenta con esta dirección. Inicie sesión con ella.
error-email-international = Use una dirección que solo tenga letras de la a a la z, cifras y signos antes de la @: no podemos enviar correo a otras.
error-email-look-alike = Esta dirección mezcla letras que se parecen. Compruebe cómo está escrita.
error-email-not-invited = Esta invitación es para otra dirección. Use la dirección invitada.
error-email-domain-refused = Las direcciones de { $domain } no pueden registrarse aquí. Use otra dirección.
error-email-domain-disposable = Las direcciones desechables no pueden registrarse aquí. Use una dirección permanente.
error-email-domain-of = Use una dirección de { $domains }.
error-email-domain-other = Las direcciones de { $domain } no pueden registrarse aquí. Use la de su organización.
error-password-required = Escriba una contraseña.
error-password-too-short = { $min ->
    [one] Use al menos { $min } carácter.
   *[other] Use al menos { $min } caracteres.
} Varias palabras seguidas son fáciles de recordar.
error-password-too-common = Esta contraseña es demasiado común: es de las primeras que se prueban. Elija otra.
error-password-too-similar = Esta contraseña se parece demasiado a su nombre de usuario, a su dirección o al nombre de este sitio. Elija otra.
error-password-mismatch = Escriba la misma contraseña en los dos campos.
error-length-at-most = { $max ->
    [one] Use como máximo { $max } carácter.
   *[other] Use como máximo { $max } caracteres.
}
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
error-invalid-boolean = { $label }: envíe true o false.
error-invalid-integer = { $label }: escriba un número entero.
error-invalid-email = { $label }: escriba una dirección como nombre@example.com.
error-invalid-uri = { $label }: escriba una dirección web como https://example.com.
error-invalid-date = { $label }: escriba una fecha como año-mes-día, por ejemplo 2001-12-31.
error-invalid-pattern = { $label }: escriba el valor en la forma indicada.
error-invalid-as-said = { $label }: { $help }
error-captcha-required = Complete la comprobación de que no es un robot.
error-captcha-failed = La comprobación de que no es un robot no ha tenido éxito. Complétela de nuevo.
error-captcha-unavailable = En este momento no podemos comprobar que no es un robot. Inténtelo de nuevo dentro de unos segundos.

## Por qué alguien no puede registrarse

denial-title = No puede registrarse aquí
denial-other = Esto no está abierto a todo el mundo.
denial-registration-closed = Por ahora no se aceptan nuevos registros.
denial-registration-paused = El registro está en pausa durante un breve tiempo. Inténtelo de nuevo más tarde.
denial-credential-required = Para registrarse hace falta una credencial, que no se ha enviado.
denial-credential-invalid = La credencial enviada no permite registrarse.
denial-claim-required = Para registrarse hace falta una sesión que pueda registrar a otras personas.
denial-invitation-required = El registro es por invitación. Abra el enlace de la que ha recibido.
denial-invitation-unknown = Esta invitación no existe. Compruebe que ha abierto el enlace completo.
denial-invitation-spent = Esta invitación ya se ha usado. Si ha sido usted, inicie sesión o busque nuestro correo; si no, pida otra.
denial-invitation-expired = Esta invitación ha caducado. Pida otra.
denial-invitation-revoked = Esta invitación se ha retirado. Pida otra.

## Las demás páginas

complete-title = Revise su correo
complete-sent = Estamos enviando un mensaje a la dirección que ha indicado. Abra el enlace que contiene para activar su cuenta.
complete-nothing = ¿No ha llegado nada al cabo de unos minutos? Mire en la carpeta de correo no deseado o { $link }.
complete-another-link = solicite otro enlace
complete-mistyped = ¿La dirección no era correcta? Vuelva atrás y envíe de nuevo el formulario con la correcta, dejando todo lo demás igual.
active-title = Su cuenta está activa
active-text = Su cuenta está activa. Ya puede iniciar sesión.
confirmed-title = Su dirección está confirmada
confirmed-text = Estamos revisando su registro. Recibirá un correo cuando se haya decidido.
closed-title = El registro está cerrado
closed-other = El registro no está abierto a todo el mundo.
closed-activation = Si ya se ha registrado, su enlace de activación sigue funcionando.
activate-title = Active su cuenta
activate-username = Así se activa la cuenta { $username } con la dirección { $email }.
activate-email = Así se activa la cuenta con la dirección { $email }.
activate-submit = Activar { $name }
activate-not-you-username = ¿No se ha registrado con este nombre? Cierre esta página y no pasará nada.
activate-not-you = ¿No se ha registrado? Cierre esta página y no pasará nada.
resend-title = Solicite otro enlace de activación
resend-text = Indíquenos la dirección con la que se registró. Si hay una cuenta por activar, enviaremos allí un nuevo enlace. Los enlaces que ya tiene siguen funcionando hasta que caduquen.
resend-submit = Enviar el enlace
resend-complete-title = Revise su correo
resend-complete-text = Si hay una cuenta por activar con esta dirección, ya va en camino un nuevo enlace.
resend-complete-nothing = ¿No ha llegado nada al cabo de unos minutos? Mire en la carpeta de correo no deseado y compruebe que la dirección era correcta. Cada dirección recibe un correo por minuto y unos pocos al día.

## Problemas

problem-unreadable-title = No se ha podido leer la solicitud
problem-body-not-utf8 = El cuerpo no es UTF-8 válido.
problem-body-not-json = El cuerpo no es JSON válido: { $reason }.
problem-body-not-object = Envíe un objeto JSON con los campos del formulario.
problem-body-not-base64 = El cuerpo no es base64 válido.
problem-fields-not-utf8 = Los campos del formulario no son UTF-8 válido.
problem-idempotency-key = Envíe Idempotency-Key con entre 1 y 255 caracteres ASCII visibles.
problem-cross-site-request = El formulario se envió desde otro sitio. Abra la página en este sitio y envíelo desde ahí.
    .title = Esto no se envió desde nuestra página
problem-not-found = No hay ninguna página en esta dirección.
    .title = Página no encontrada
problem-form-unknown = No hay ningún formulario de registro de este tipo. Use el enlace que ha recibido o quite el tipo.
    .title = Este formulario no existe
problem-method-not-allowed = Esta dirección responde a { $allowed }.
    .title = Método no permitido
problem-content-too-large = Envíe como máximo { $kibibytes } KiB.
    .title = Se ha enviado demasiado
problem-unsupported-media-type = Envíe application/x-www-form-urlencoded o application/json.
    .title = Tipo de contenido no admitido
problem-validation-failed = Hay campos que corregir.
    .title = Revise el formulario
problem-internal-error = El error es nuestro. Ha quedado registrado.
    .title = Algo ha salido mal
problem-service-unavailable = Inténtelo de nuevo dentro de unos segundos.
    .title = Ahora mismo no es posible
problem-activation-key-unknown = Compruebe que ha abierto el enlace completo. O solicite otro, o regístrese de nuevo.
    .title = Este enlace no funciona
problem-activation-key-expired = El plazo para activar la cuenta ha terminado. Solicite otro enlace o regístrese de nuevo.
    .title = Este enlace ha caducado
problem-already-activated = No hay nada más que hacer: inicie sesión.
    .title = Esta cuenta ya está activa
problem-account-disabled = Esta cuenta ha sido desactivada. Consulte a quienes administran el sitio.
    .title = Esta cuenta está desactivada
problem-activation-not-supported = En este sitio las cuentas están activas desde el principio.
    .title = No hay nada que activar
problem-awaiting-approval = No tiene que hacer nada más: estamos revisando su registro y recibirá un correo.
    .title = Esta dirección está confirmada
problem-activation-denied-title = Esta cuenta no se puede activar
