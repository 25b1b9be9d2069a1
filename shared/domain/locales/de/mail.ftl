mail-hello = Guten Tag,

activation-subject = Aktivieren Sie Ihr Konto bei { $site }
activation-username = jemand, hoffentlich Sie, hat sich mit dieser Adresse und dem Benutzernamen { $username } bei { $site } registriert.
activation-email = jemand, hoffentlich Sie, hat sich mit dieser Adresse bei { $site } registriert.
activation-open = Um das Konto zu aktivieren, öffnen Sie diesen Link und klicken Sie dort auf die Schaltfläche:
activation-until = Der Link funktioniert { $duration } lang, bis zum { $time }.
activation-not-you-username = Wenn Sie sich nicht unter diesem Namen registriert haben, tun Sie nichts: Das Konto wird dann nie aktiviert.
activation-not-you = Wenn Sie sich nicht registriert haben, tun Sie nichts: Das Konto wird dann nie aktiviert.

account-exists-subject = Sie haben bereits ein Konto bei { $site }
account-exists-username = jemand, vielleicht Sie, wollte mit dieser Adresse den Benutzernamen { $username } bei { $site } registrieren. Zu dieser Adresse gibt es bereits ein Konto, deshalb wird kein weiteres angelegt.
account-exists-email = jemand, vielleicht Sie, wollte sich mit dieser Adresse bei { $site } registrieren. Zu dieser Adresse gibt es bereits ein Konto, deshalb wird kein weiteres angelegt.
account-exists-resend = jemand, vielleicht Sie, hat für diese Adresse bei { $site } einen neuen Aktivierungslink angefordert. Zu dieser Adresse gibt es bereits ein Konto: Es ist nichts mehr zu aktivieren.
account-exists-what-to-do = Wenn Sie das waren, melden Sie sich mit Ihrem Konto an. Wenn nicht, ist nichts zu tun: Niemand hat Zugang zu Ihrem Konto erhalten.

awaiting-approval-subject = { $name } wartet auf Freigabe bei { $site }
awaiting-approval-who = { $name } hat sich bei { $site } registriert und wartet auf Freigabe.
awaiting-approval-username = Benutzername: { $username }
awaiting-approval-email = Adresse: { $email } (bestätigt)
awaiting-approval-type = Typ: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = Seit: { $time }
awaiting-approval-decide = Zum Freigeben oder Ablehnen:

approved-subject = Ihr Konto bei { $site } ist aktiv
approved-username = Ihre Registrierung als { $username } bei { $site } wurde freigegeben. Ihr Konto ist aktiv: Sie können sich anmelden.
approved-email = Ihre Registrierung bei { $site } wurde freigegeben. Ihr Konto ist aktiv: Sie können sich anmelden.

rejected-subject = Ihre Registrierung bei { $site }
rejected-username = Ihre Registrierung als { $username } bei { $site } wurde nicht freigegeben. Zu dieser Adresse gibt es nun kein Konto.
rejected-email = Ihre Registrierung bei { $site } wurde nicht freigegeben. Zu dieser Adresse gibt es nun kein Konto.

invitation-subject = Einladung zu { $site }
invitation-open = Sie sind eingeladen, sich bei { $site } zu registrieren. Öffnen Sie dazu diesen Link:
invitation-until = Der Link funktioniert bis zum { $time }.
invitation-not-known = Wenn Sie nicht wissen, worum es geht, tun Sie nichts.

## Zeiten

duration-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
duration-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
duration-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
duration-seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
date-time = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }, { $clock } UTC
