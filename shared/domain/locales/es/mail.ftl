mail-hello = Hola:

activation-subject = Active su cuenta en { $site }
activation-username = Alguien (esperamos que haya sido usted) ha registrado el nombre de usuario { $username } con esta dirección en { $site }.
activation-email = Alguien (esperamos que haya sido usted) se ha registrado con esta dirección en { $site }.
activation-open = Para activar la cuenta, abra este enlace y pulse allí el botón:
activation-until = El enlace funciona durante { $duration }, hasta el { $time }.
activation-not-you-username = Si no se ha registrado con este nombre, no haga nada: la cuenta no se activará nunca.
activation-not-you = Si no se ha registrado, no haga nada: la cuenta no se activará nunca.

account-exists-subject = Ya tiene una cuenta en { $site }
account-exists-username = Alguien, quizá usted, ha intentado registrar el nombre de usuario { $username } con esta dirección en { $site }. Ya existe una cuenta con esta dirección, así que no se crea otra.
account-exists-email = Alguien, quizá usted, ha intentado registrarse con esta dirección en { $site }. Ya existe una cuenta con esta dirección, así que no se crea otra.
account-exists-resend = Alguien, quizá usted, ha solicitado otro enlace de activación para esta dirección en { $site }. Ya existe una cuenta con esta dirección: no queda nada por activar.
account-exists-what-to-do = Si ha sido usted, inicie sesión con su cuenta. Si no, no hay nada que hacer: nadie ha entrado en su cuenta.

awaiting-approval-subject = { $name } espera aprobación en { $site }
awaiting-approval-who = { $name } se ha registrado en { $site } y espera aprobación.
awaiting-approval-username = Nombre de usuario: { $username }
awaiting-approval-email = Dirección: { $email } (confirmada)
awaiting-approval-type = Tipo: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = Desde: { $time }
awaiting-approval-decide = Para aprobar o rechazar:

approved-subject = Su cuenta en { $site } está activa
approved-username = Su registro como { $username } en { $site } ha sido aprobado. Su cuenta está activa: ya puede iniciar sesión.
approved-email = Su registro en { $site } ha sido aprobado. Su cuenta está activa: ya puede iniciar sesión.

rejected-subject = Su registro en { $site }
rejected-username = Su registro como { $username } en { $site } no ha sido aprobado. Ahora no hay ninguna cuenta con esta dirección.
rejected-email = Su registro en { $site } no ha sido aprobado. Ahora no hay ninguna cuenta con esta dirección.

invitation-subject = Invitación a { $site }
invitation-open = Le invitamos a registrarse en { $site }. Para ello, abra este enlace:
invitation-until = El enlace funciona hasta el { $time }.
invitation-not-known = Si no sabe de qué se trata, no haga nada.

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
date-time = { $day } de { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
} de { $year }, { $clock } UTC
