mail-hello = Guten Tag,
mail-log-in = Anmelden
mail-bare-link = Wenn die Schaltfläche nicht funktioniert, kopieren Sie diesen Link in Ihren Browser:
mail-why = Sie erhalten diese E-Mail, weil jemand diese Adresse bei { $site } verwendet hat.

activation-subject = Aktivieren Sie Ihr Konto bei { $site }
activation-code = { $code } ist Ihr Code bei { $site }. Geben Sie ihn innerhalb von { $duration } auf der Seite ein, auf der Sie sich registriert haben.
activation-username = jemand (hoffentlich Sie) hat sich am { $time } bei { $site } mit dieser E-Mail-Adresse und dem Benutzernamen { $username } registriert.
activation-email = jemand (hoffentlich Sie) hat sich am { $time } bei { $site } mit dieser E-Mail-Adresse registriert.
activation-button = Konto aktivieren
activation-open = Um das Konto zu aktivieren, öffnen Sie diesen Link und klicken Sie auf der Seite auf die Schaltfläche:
activation-elsewhere = Auf einem anderen Gerät öffnen Sie stattdessen diesen Link und wählen dort ein Passwort:
activation-finish-button = Konto fertigstellen
activation-until = Der Link funktioniert { $duration } lang, bis zum { $time }.
activation-not-you-username = Wenn Sie sich nicht mit diesem Benutzernamen registriert haben, ignorieren Sie diese E-Mail. Das Konto wird dann nicht aktiviert.
activation-not-you = Wenn Sie sich nicht registriert haben, ignorieren Sie diese E-Mail. Das Konto wird dann nicht aktiviert.
activation-make-yours = Oder öffnen Sie den Link in einem anderen Browser und wählen Sie ein eigenes Passwort: Dann kann niemand sonst das Konto benutzen.

account-exists-subject = Sie haben bereits ein Konto bei { $site }
account-exists-username = jemand (vielleicht Sie) wollte sich bei { $site } mit dieser E-Mail-Adresse und dem Benutzernamen { $username } registrieren. Sie haben mit dieser Adresse bereits ein Konto, deshalb haben wir kein weiteres erstellt.
account-exists-email = jemand (vielleicht Sie) wollte sich bei { $site } mit dieser E-Mail-Adresse registrieren. Sie haben mit dieser Adresse bereits ein Konto, deshalb haben wir kein weiteres erstellt.
account-exists-resend = jemand (vielleicht Sie) hat bei { $site } einen neuen Aktivierungslink für diese E-Mail-Adresse angefordert. Sie haben mit dieser Adresse bereits ein Konto, es ist also nichts zu aktivieren.
account-exists-what-to-do = Wenn Sie das waren, melden Sie sich mit Ihrem Konto an. Wenn nicht, ist nichts zu tun: Niemand hat Zugang zu Ihrem Konto erhalten.

awaiting-approval-subject = { $name } wartet auf Freigabe bei { $site }
awaiting-approval-who = { $name } hat sich bei { $site } registriert und wartet auf Freigabe.
awaiting-approval-username = Benutzername: { $username }
awaiting-approval-email = E-Mail-Adresse: { $email } (bestätigt)
awaiting-approval-type = Typ: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = Registriert am: { $time }
awaiting-approval-button = Registrierung prüfen
awaiting-approval-open = Um die Registrierung freizugeben oder abzulehnen, öffnen Sie diesen Link und klicken Sie auf der Seite auf eine der Schaltflächen:
awaiting-approval-until = Der Link funktioniert bis zum { $time }. Er gilt nur für Sie: Die Entscheidung wird mit Ihrer Adresse gespeichert. Leiten Sie diese E-Mail deshalb nicht weiter.
awaiting-approval-commands = Oder führen Sie einen dieser Befehle aus:
awaiting-approval-decide = Freigeben oder ablehnen:
awaiting-approval-why = Sie erhalten diese E-Mail, weil Sie Registrierungen bei { $site } freigeben.

approved-subject = Ihr Konto bei { $site } ist aktiv
approved-username = Ihre Registrierung bei { $site } als { $username } wurde freigegeben. Sie können sich jetzt anmelden.
approved-email = Ihre Registrierung bei { $site } wurde freigegeben. Sie können sich jetzt anmelden.

rejected-subject = Ihre Registrierung bei { $site }
rejected-username = Ihre Registrierung bei { $site } als { $username } wurde nicht freigegeben. Mit dieser E-Mail-Adresse gibt es kein Konto.
rejected-email = Ihre Registrierung bei { $site } wurde nicht freigegeben. Mit dieser E-Mail-Adresse gibt es kein Konto.

invitation-subject = Einladung zu { $site }
invitation-subject-by = { $inviter } lädt Sie zu { $site } ein
invitation-text = Sie sind eingeladen, ein Konto bei { $site } zu erstellen.
invitation-text-by = { $inviter } lädt Sie ein, ein Konto bei { $site } zu erstellen.
invitation-button = Konto erstellen
invitation-open = Öffnen Sie dazu diesen Link:
invitation-until = Der Link funktioniert bis zum { $time }.
invitation-not-known = Wenn Sie nicht wissen, worum es geht, ignorieren Sie diese E-Mail.
invitation-why = Sie erhalten diese E-Mail, weil jemand diese Adresse zu { $site } eingeladen hat.

waitlist-joined-subject = Sie stehen auf der Warteliste von { $site }
waitlist-joined-text = jemand (hoffentlich Sie) hat diese E-Mail-Adresse am { $time } auf die Warteliste von { $site } gesetzt.
waitlist-joined-next = Jetzt ist nichts weiter zu tun. Wir schicken Ihnen eine Einladung per E-Mail, sobald Sie an der Reihe sind.
waitlist-joined-not-you = Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Ohne Sie wird kein Konto erstellt.

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
