mail-hello = Hola:
mail-log-in = Iniciar sesión
mail-bare-link = Si el botón no funciona, copie este enlace en su navegador:
mail-why = Recibe este correo porque alguien ha usado esta dirección en { $site }.

activation-subject = Active su cuenta en { $site }
activation-code = { $code } es su código en { $site }. Introdúzcalo en un plazo de { $duration } en la página en la que se registró.
activation-username = Alguien (esperamos que haya sido usted) se ha registrado en { $site } el { $time } con esta dirección de correo y el nombre de usuario { $username }.
activation-email = Alguien (esperamos que haya sido usted) se ha registrado en { $site } el { $time } con esta dirección de correo.
activation-button = Activar la cuenta
activation-open = Para activar la cuenta, abra este enlace y pulse el botón de la página:
activation-elsewhere = En otro dispositivo, abra este enlace y elija allí una contraseña:
activation-finish-button = Terminar de crear la cuenta
activation-until = El enlace funciona durante { $duration }, hasta el { $time }.
activation-not-you-username = Si no se ha registrado con este nombre de usuario, ignore este correo. La cuenta no se activará.
activation-not-you = Si no se ha registrado, ignore este correo. La cuenta no se activará.
activation-make-yours = O abra el enlace en otro navegador y elija su propia contraseña: nadie más podrá usar la cuenta.

account-exists-subject = Ya tiene una cuenta en { $site }
account-exists-username = Alguien (quizá usted) ha intentado registrarse en { $site } con esta dirección de correo y el nombre de usuario { $username }. Usted ya tiene una cuenta con esta dirección, así que no hemos creado otra.
account-exists-email = Alguien (quizá usted) ha intentado registrarse en { $site } con esta dirección de correo. Usted ya tiene una cuenta con esta dirección, así que no hemos creado otra.
account-exists-resend = Alguien (quizá usted) ha pedido en { $site } un enlace de activación nuevo para esta dirección de correo. Usted ya tiene una cuenta con esta dirección, así que no hay nada que activar.
account-exists-what-to-do = Si ha sido usted, inicie sesión con su cuenta. Si no, no hay nada que hacer: nadie ha entrado en su cuenta.

awaiting-approval-subject = { $name } espera aprobación en { $site }
awaiting-approval-who = { $name } se ha registrado en { $site } y espera aprobación.
awaiting-approval-username = Nombre de usuario: { $username }
awaiting-approval-email = Correo electrónico: { $email } (confirmado)
awaiting-approval-type = Tipo: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = Se registró: { $time }
awaiting-approval-button = Revisar el registro
awaiting-approval-open = Para aprobar o rechazar, abra este enlace y pulse uno de los botones de la página:
awaiting-approval-until = El enlace funciona hasta el { $time }. Es solo para usted: la decisión se guarda con su dirección, así que no reenvíe este correo.
awaiting-approval-commands = O ejecute uno de estos comandos:
awaiting-approval-decide = Para aprobar o rechazar:
awaiting-approval-why = Recibe este correo porque aprueba los registros en { $site }.

approved-subject = Su cuenta en { $site } está activa
approved-username = Su registro en { $site } como { $username } ha sido aprobado. Ya puede iniciar sesión.
approved-email = Su registro en { $site } ha sido aprobado. Ya puede iniciar sesión.

rejected-subject = Su registro en { $site }
rejected-username = Su registro en { $site } como { $username } no ha sido aprobado. No hay ninguna cuenta con esta dirección de correo.
rejected-email = Su registro en { $site } no ha sido aprobado. No hay ninguna cuenta con esta dirección de correo.

invitation-subject = Invitación a { $site }
invitation-subject-by = { $inviter } le invita a { $site }
invitation-text = Le invitamos a crear una cuenta en { $site }.
invitation-text-by = { $inviter } le invita a crear una cuenta en { $site }.
invitation-button = Crear cuenta
invitation-open = Para ello, abra este enlace:
invitation-until = El enlace funciona hasta el { $time }.
invitation-not-known = Si no sabe de qué se trata, ignore este correo.
invitation-why = Recibe este correo porque alguien ha invitado a esta dirección a { $site }.

waitlist-joined-subject = Está en la lista de espera de { $site }
waitlist-joined-text = Alguien (esperamos que haya sido usted) ha puesto esta dirección de correo en la lista de espera de { $site } el { $time }.
waitlist-joined-next = Ahora no tiene que hacer nada. Le enviaremos una invitación por correo electrónico cuando llegue su turno.
waitlist-joined-not-you = Si no ha sido usted, ignore este correo. No se creará ninguna cuenta sin usted.

## Tiempos

duration-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
duration-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
duration-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
duration-seconds = { $count ->
    [one] { $count } segundo
   *[other] { $count } segundos
}
