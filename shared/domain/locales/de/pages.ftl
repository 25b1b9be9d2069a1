## Jede Seite

languages = Sprache
error-in-title = Fehler: { $title }
register = Konto erstellen
another-link = Neuen Link anfordern
log-in = Anmelden
log-in-instead = Sie haben bereits ein Konto? { $link }
openid-continue = Weiter mit { $provider }
openid-or = oder
signed-in-email-proven = Sie sind bei { $provider } angemeldet, und Ihre Adresse { $email } ist bestätigt. Es fehlen noch einige Angaben.
signed-in = Sie sind bei { $provider } angemeldet. Es fehlen noch einige Angaben.
terms-of-use = Nutzungsbedingungen
privacy-notice = Datenschutzerklärung
new-tab = (öffnet sich in einem neuen Tab)

## Das Formular

register-title = Konto erstellen
register-errors = Es gibt ein Problem
register-choose = Bitte wählen
register-optional = { $label } (optional)
register-submit = Konto erstellen
honeypot-label = Lassen Sie dieses Feld leer
bot-check-label = Bestätigen Sie, dass Sie ein Mensch sind
bot-check-noscript = Diese Prüfung braucht JavaScript. Schalten Sie es ein und laden Sie die Seite neu.
password-show = Passwort anzeigen
password-hide = Passwort verbergen
password-shown = Ihr Passwort ist sichtbar.
password-hidden = Ihr Passwort ist verborgen.
strength-short = Zu kurz: Verwenden Sie mindestens { $min } Zeichen.
strength-repetitive = Lang genug, aber leicht zu erraten, weil es sich wiederholt.
strength-fair = Lang genug. Ein längeres Passwort ist sicherer.
strength-good = Gute Länge.

field-username = Benutzername
    .help = Verwenden Sie Buchstaben, Ziffern und @ . + - _
field-email = E-Mail-Adresse
    .help = Wir senden Ihnen einen Link, um diese Adresse zu bestätigen.
field-password = Passwort
    .help = Verwenden Sie mindestens { $min } Zeichen. Einige aneinandergereihte Wörter lassen sich leicht merken.
field-password-confirm = Passwort bestätigen
field-terms = Ich akzeptiere die [Nutzungsbedingungen](terms)

## Was an einem Feld falsch ist

error-username-required = Geben Sie einen Benutzernamen ein.
error-username-invalid = Dieser Benutzername enthält ein unzulässiges Zeichen. Verwenden Sie Buchstaben, Ziffern und @ . + - _
error-username-too-long = Dieser Benutzername ist zu lang. Verwenden Sie höchstens { $max } Zeichen.
error-username-taken = Dieser Benutzername ist vergeben. Wählen Sie einen anderen.
error-username-reserved = Dieser Benutzername ist reserviert. Wählen Sie einen anderen.
error-username-look-alike = Dieser Benutzername mischt Buchstaben, die sich zum Verwechseln ähnlich sehen. Verwenden Sie Buchstaben eines einzigen Alphabets.
error-username-not-own-address = Dieser Benutzername ist eine andere E-Mail-Adresse als die in diesem Formular. Verwenden Sie Ihre eigene Adresse, oder wählen Sie einen anderen Benutzernamen.
error-username-looks-like-link = Dieser Benutzername sieht wie eine Webadresse aus. Wählen Sie einen anderen, zum Beispiel ohne den Punkt.
error-email-required = Geben Sie Ihre E-Mail-Adresse ein.
error-email-invalid = Das ist keine E-Mail-Adresse. Geben Sie eine ein wie name@example.com.
error-email-too-long = Diese E-Mail-Adresse ist zu lang. Verwenden Sie eine mit höchstens { $max } Zeichen.
error-email-taken = Mit dieser E-Mail-Adresse gibt es bereits ein Konto. Melden Sie sich an oder verwenden Sie eine andere Adresse.
error-email-international = An diese Adresse können wir keine E-Mails senden. Verwenden Sie eine, die vor dem @ nur a bis z, Ziffern und Zeichen enthält.
error-email-look-alike = Diese E-Mail-Adresse mischt Buchstaben, die sich zum Verwechseln ähnlich sehen. Prüfen Sie die Schreibweise.
error-email-not-invited = Diese Einladung gilt für eine andere E-Mail-Adresse. Verwenden Sie die eingeladene Adresse.
error-email-not-username = Der Benutzername dieser Registrierung ist eine andere E-Mail-Adresse. Registrieren Sie sich noch einmal mit einem anderen Benutzernamen.
error-email-domain-refused = Mit einer E-Mail-Adresse bei { $domain } können Sie sich nicht registrieren. Verwenden Sie eine andere.
error-email-domain-disposable = Mit einer Wegwerfadresse können Sie sich nicht registrieren. Verwenden Sie eine dauerhafte Adresse.
error-email-domain-of = Mit dieser E-Mail-Adresse können Sie sich nicht registrieren. Verwenden Sie eine bei { $domains }.
error-email-domain-other = Mit einer E-Mail-Adresse bei { $domain } können Sie sich nicht registrieren. Verwenden Sie die Ihrer Organisation.
error-password-required = Geben Sie ein Passwort ein.
error-password-too-short = Ihr Passwort ist zu kurz. Verwenden Sie mindestens { $min } Zeichen.
error-password-too-long = Ihr Passwort ist zu lang. Verwenden Sie höchstens { $max } Zeichen.
error-password-too-common = Dieses Passwort ist zu verbreitet und leicht zu erraten. Wählen Sie ein anderes.
error-password-too-similar = Dieses Passwort ähnelt zu sehr „{ $word }“ aus Ihrem Benutzernamen, Ihrer Adresse oder dem Namen dieser Website. Wählen Sie andere Wörter oder fügen Sie weitere hinzu.
error-password-mismatch = Die Passwörter stimmen nicht überein. Geben Sie in beiden Feldern dasselbe ein.
error-not-text = Senden Sie dieses Feld als Text.
error-required = Füllen Sie „{ $label }“ aus.
error-not-accepted = Setzen Sie das Häkchen bei „{ $label }“, um fortzufahren.
error-not-in-list = { $label }: Wählen Sie einen Eintrag aus der Liste.
error-too-short = { $label }: Verwenden Sie mindestens { $min } Zeichen.
error-too-long = { $label }: Verwenden Sie höchstens { $max } Zeichen.
error-too-small = { $label }: Geben Sie { $min } oder mehr ein.
error-too-large = { $label }: Geben Sie { $max } oder weniger ein.
error-invalid-text = { $label }: Senden Sie den Wert als Text.
error-not-one-line = { $label }: Verwenden Sie eine einzige Zeile ohne Steuerzeichen.
error-control-character = { $label }: Entfernen Sie die Steuerzeichen.
error-invalid-boolean = { $label }: Senden Sie true oder false.
error-invalid-integer = { $label }: Geben Sie eine ganze Zahl ein.
error-invalid-email = { $label }: Geben Sie eine Adresse wie name@example.com ein.
error-invalid-uri = { $label }: Geben Sie eine Webadresse wie https://example.com ein.
error-invalid-date = { $label }: Geben Sie ein Datum als Jahr-Monat-Tag ein, zum Beispiel 2001-12-31.
error-invalid-pattern = { $label }: Geben Sie den Wert im verlangten Format ein.
error-invalid-as-said = { $label }: { $help }
error-captcha-required = Bestätigen Sie, dass Sie ein Mensch sind.
error-captcha-failed = Wir konnten nicht bestätigen, dass Sie ein Mensch sind. Versuchen Sie es noch einmal.
error-captcha-unavailable = Wir können gerade nicht prüfen, ob Sie ein Mensch sind. Versuchen Sie es in einigen Sekunden noch einmal.

## Warum sich jemand nicht registrieren kann

denial-title = Hier können Sie sich nicht registrieren
denial-other = Die Registrierung ist nicht für alle offen.
denial-registration-closed = Zurzeit können keine neuen Konten erstellt werden.
denial-registration-paused = Die Registrierung ist für kurze Zeit unterbrochen. Versuchen Sie es später noch einmal.
denial-credential-required = Für die Registrierung ist ein Berechtigungsnachweis nötig, und es wurde keiner gesendet.
denial-credential-invalid = Der gesendete Berechtigungsnachweis erlaubt keine Registrierung.
denial-claim-required = Für die Registrierung ist eine Anmeldung nötig, die andere Personen registrieren darf.
denial-openid-required = Registrieren Sie sich über einen der Dienste im Formular. Diese Website hat keine Passwörter.
denial-invitation-required = Die Registrierung ist nur auf Einladung möglich. Öffnen Sie den Link in Ihrer Einladung.
denial-invitation-unknown = Diese Einladung gibt es nicht. Prüfen Sie, ob Sie den ganzen Link geöffnet haben.
denial-invitation-spent = Diese Einladung wurde bereits verwendet. Wenn Sie das waren, melden Sie sich an oder suchen Sie nach unserer E-Mail. Wenn nicht, bitten Sie um eine neue.
denial-invitation-expired = Diese Einladung ist abgelaufen. Bitten Sie um eine neue.
denial-invitation-revoked = Diese Einladung wurde zurückgezogen. Bitten Sie um eine neue.

## Die anderen Seiten

complete-title = Prüfen Sie Ihr Postfach
complete-sent = Wir haben Ihnen einen Link per E-Mail gesendet. Öffnen Sie ihn, um Ihr Konto zu aktivieren.
complete-nothing = Nach einigen Minuten noch keine E-Mail? Sehen Sie im Spam-Ordner nach oder { $link }.
complete-another-link = fordern Sie einen neuen Link an
active-title = Ihr Konto ist aktiv
active-text = Sie können sich jetzt anmelden.
active-as-username = Sie haben sich als { $username } mit der E-Mail-Adresse { $email } registriert.
active-as-email = Sie haben sich mit der E-Mail-Adresse { $email } registriert.
confirmed-title = Ihre E-Mail-Adresse ist bestätigt
confirmed-text = Wir prüfen Ihre Registrierung. Die Entscheidung teilen wir Ihnen per E-Mail mit.
closed-title = Die Registrierung ist geschlossen
closed-other = Die Registrierung ist nicht für alle offen.
closed-activation = Sie haben sich bereits registriert? Ihr Aktivierungslink funktioniert weiterhin.
activate-title = Konto aktivieren
activate-username = Sie sind dabei, das Konto { $username } mit der E-Mail-Adresse { $email } zu aktivieren.
activate-email = Sie sind dabei, das Konto mit der E-Mail-Adresse { $email } zu aktivieren.
activate-submit = { $name } aktivieren
activate-not-you-username = Sie haben sich nicht mit diesem Benutzernamen registriert? Schließen Sie diese Seite, und es geschieht nichts.
activate-not-you = Sie haben sich nicht registriert? Schließen Sie diese Seite, und es geschieht nichts.
resend-title = Neuen Aktivierungslink anfordern
resend-text = Geben Sie die E-Mail-Adresse ein, mit der Sie sich registriert haben. Wenn es dazu ein Konto zu aktivieren gibt, senden wir Ihnen einen neuen Link. Frühere Links funktionieren weiter, bis sie ablaufen.
resend-submit = Link senden
resend-complete-title = Prüfen Sie Ihr Postfach
resend-complete-text = Wenn es zu dieser Adresse ein Konto zu aktivieren gibt, haben wir Ihnen einen neuen Link gesendet.
resend-complete-nothing = Nach einigen Minuten noch keine E-Mail? Sehen Sie im Spam-Ordner nach und prüfen Sie, ob die Adresse richtig war. Wir senden an eine Adresse höchstens eine E-Mail pro Minute und einige am Tag.

## Probleme

problem-unreadable-title = Wir konnten die Anfrage nicht lesen
problem-body-not-utf8 = Der Inhalt ist kein gültiges UTF-8.
problem-body-not-json = Der Inhalt ist kein gültiges JSON: { $reason }.
problem-body-not-object = Senden Sie ein JSON-Objekt mit den Feldern des Formulars.
problem-body-repeated-name = Das JSON-Objekt enthält „{ $name }“ zweimal. Senden Sie jeden Namen einmal.
problem-body-not-base64 = Der Inhalt ist kein gültiges Base64.
problem-fields-not-utf8 = Die Felder des Formulars sind kein gültiges UTF-8.
problem-idempotency-key = Senden Sie Idempotency-Key als 1 bis 255 sichtbare ASCII-Zeichen.
problem-cross-site-request = Dieses Formular kam von einer anderen Website. Öffnen Sie das Formular auf dieser Website und senden Sie es von dort.
    .title = Das kam nicht von unserer Seite
problem-not-found = Unter dieser Adresse gibt es keine Seite. Prüfen Sie, ob Sie den ganzen Link geöffnet haben.
    .title = Seite nicht gefunden
problem-form-unknown = Es gibt kein Registrierungsformular dieser Art. Verwenden Sie den Link, den Sie erhalten haben, oder lassen Sie den Typ weg.
    .title = Formular nicht gefunden
problem-method-not-allowed = Diese Adresse nimmt { $allowed } an.
    .title = Methode nicht erlaubt
problem-content-too-large = Senden Sie höchstens { $kibibytes } KiB.
    .title = Die Anfrage ist zu groß
problem-unsupported-media-type = Senden Sie application/x-www-form-urlencoded oder application/json.
    .title = Medientyp nicht unterstützt
problem-validation-failed = Einige Felder müssen korrigiert werden.
    .title = Es gibt ein Problem
problem-internal-error = Das ist unser Fehler, und er wurde aufgezeichnet. Versuchen Sie es später noch einmal.
    .title = Etwas ist schiefgegangen
problem-service-unavailable = Versuchen Sie es in einigen Sekunden noch einmal.
    .title = Das geht gerade nicht
problem-activation-key-unknown = Prüfen Sie, ob Sie den ganzen Link geöffnet haben. Wenn er dann nicht funktioniert, fordern Sie einen neuen an oder erstellen Sie Ihr Konto noch einmal.
    .title = Dieser Link funktioniert nicht
problem-activation-key-expired = Fordern Sie einen neuen Link an oder erstellen Sie Ihr Konto noch einmal.
    .title = Dieser Link ist abgelaufen
problem-uri-too-long = Kürzen Sie die Adresse der Seite auf höchstens { $bytes } Byte nach dem Fragezeichen.
    .title = Diese Adresse ist zu lang
problem-sign-in-unknown = Sie wurde schon verwendet, ist abgelaufen oder wurde in einem anderen Browser begonnen. Beginnen Sie hier noch einmal.
    .title = Diese Anmeldung lässt sich nicht fortsetzen
problem-sign-in-denied = Es wurde nichts gespeichert. Sie können es noch einmal versuchen oder sich anders registrieren.
    .title = Sie haben sich nicht bei { $provider } angemeldet
problem-sign-in-invalid = Wir konnten die Antwort von { $provider } nicht prüfen. Beginnen Sie hier noch einmal.
    .title = Die Anmeldung bei { $provider } ist fehlgeschlagen
problem-provider-unavailable = Versuchen Sie es in einigen Sekunden noch einmal, oder registrieren Sie sich anders.
    .title = { $provider } ist gerade nicht erreichbar
problem-account-exists = Sie müssen sich nicht noch einmal registrieren. Melden Sie sich bei Ihrem Konto an.
    .title = Sie haben bereits ein Konto
problem-already-activated = Es ist nichts weiter zu tun. Sie können sich anmelden.
    .title = Dieses Konto ist bereits aktiv
problem-account-disabled = Die Betreiber dieser Website haben dieses Konto gesperrt. Wenden Sie sich an sie, wenn Sie Hilfe brauchen.
    .title = Dieses Konto ist gesperrt
problem-activation-not-supported = Konten sind auf dieser Website aktiv, sobald sie erstellt sind.
    .title = Es gibt nichts zu aktivieren
problem-awaiting-approval = Wir prüfen Ihre Registrierung und teilen Ihnen die Entscheidung per E-Mail mit. Sie müssen nichts weiter tun.
    .title = Ihre E-Mail-Adresse ist bestätigt
problem-activation-denied-title = Dieses Konto kann nicht aktiviert werden

## Proof of the person

finish-title = Konto fertig anlegen
finish-text = Sie haben den Link geöffnet, den wir an { $email } geschickt haben. Damit ist diese Adresse bestätigt. Legen Sie nun fest, wie Sie sich anmelden.
finish-submit = Konto anlegen
complete-registered = Wir haben einen Link an { $email } geschickt. Öffnen Sie ihn, um Ihr Konto zu aktivieren.
complete-registered-link-or-code = Wir haben einen Code und einen Link an { $email } geschickt. Geben Sie den Code hier ein oder öffnen Sie den Link, um Ihr Konto zu aktivieren.
complete-registered-code = Wir haben einen Code an { $email } geschickt. Geben Sie ihn hier ein, um Ihr Konto zu aktivieren.
complete-code-label = Code aus der E-Mail
complete-code-submit = Konto aktivieren
complete-no-email = Nach einigen Minuten noch keine E-Mail? Sehen Sie im Spam-Ordner nach und prüfen Sie, ob die Adresse richtig ist.
complete-earlier = Fehlt eine E-Mail? Auch der Link in einer früheren an diese Adresse funktioniert.
complete-again = E-Mail noch einmal senden
complete-again-code = Sie haben die E-Mail noch einmal angefordert. Geben Sie den Code aus der neuesten ein.
complete-again-link = Sie haben die E-Mail noch einmal angefordert. Das kann einige Minuten dauern.
complete-wrong-address = Falsche Adresse?
complete-wrong-address-text = Geben Sie die richtige ein, dann schreiben wir Ihnen dorthin. Links an die alte Adresse aktivieren Ihr Konto dann nicht mehr.
complete-change = Adresse ändern
activate-not-mine = Haben Sie dieses Konto nicht selbst registriert? { $link }, dann kann es niemand sonst benutzen.
activate-start-over = Wählen Sie ein eigenes Passwort
error-email-not-proven = Der Link ging an { $email }. Lassen Sie die Adresse, wie sie ist, oder registrieren Sie sich noch einmal mit der anderen.
error-code-required = Geben Sie den Code aus der E-Mail ein.
error-code-invalid = Ein Code hat 6 Ziffern. Geben Sie den aus der E-Mail ein.
problem-proof-required = Öffnen Sie den Link in dem Browser, in dem Sie sich registriert haben, oder wählen Sie jetzt ein Passwort.
    .title = Konto fertig anlegen
problem-start-over-required = Diese Registrierung kann nicht mehr aktiviert werden, etwa weil ihr Name vergeben ist. Öffnen Sie den Link in der E-Mail und wählen Sie dort Namen und Passwort.
    .title = Konto fertig anlegen
problem-registration-unknown = Sie ist abgelaufen oder wurde anderswo angelegt. Öffnen Sie den Link in der E-Mail oder registrieren Sie sich noch einmal.
    .title = Diese Registrierung gibt es nicht
problem-code-wrong = { $left ->
    [0] Dieser Code ist falsch und wurde zu oft versucht. Öffnen Sie den Link in der E-Mail oder senden Sie die E-Mail noch einmal.
    [one] Dieser Code ist falsch. Geben Sie den aus der neuesten E-Mail ein. Sie haben noch { $left } Versuch.
   *[other] Dieser Code ist falsch. Geben Sie den aus der neuesten E-Mail ein. Sie haben noch { $left } Versuche.
}
    .title = Dieser Code ist falsch
problem-code-expired = Dieser Code funktioniert nicht mehr. Öffnen Sie den Link in der E-Mail, der noch funktioniert, oder senden Sie die E-Mail noch einmal.
    .title = Dieser Code ist abgelaufen
problem-codes-paused = Es wurden zu viele falsche Codes eingegeben. Öffnen Sie den Link in der E-Mail oder versuchen Sie es in einer Stunde noch einmal.
    .title = Codes sind zurzeit gesperrt
problem-rate-limited = { $minutes ->
    [one] Aus Ihrem Netz kamen zu viele Anfragen. Warten Sie eine Minute, gehen Sie dann zurück und versuchen Sie es noch einmal.
   *[other] Aus Ihrem Netz kamen zu viele Anfragen. Warten Sie { $minutes } Minuten, gehen Sie dann zurück und versuchen Sie es noch einmal.
}
    .title = Versuchen Sie es später noch einmal
problem-mail-budget-exhausted = Zurzeit können wir keine E-Mails mehr senden und deshalb keine Konten erstellen. Versuchen Sie es später noch einmal.
    .title = Die Registrierung ist unterbrochen
problem-idempotency-key-reused = Dieser Idempotency-Key wurde mit einer anderen Registrierung gesendet. Verwenden Sie für jede Registrierung einen neuen.
    .title = Das war eine andere Registrierung
problem-not-correctable = Die Adresse dieser Registrierung kann nicht mehr geändert werden. Registrieren Sie sich noch einmal mit der richtigen Adresse.
    .title = Die Adresse bleibt, wie sie ist

## Freigabe

approve-title = Über eine Registrierung entscheiden
approve-text = Diese Person hat sich registriert und ihre E-Mail-Adresse bestätigt. Das Konto wird aktiv, wenn Sie es freigeben.
approve-type = Typ
approve-since = Registriert am
approve-submit = Freigeben
approve-reject = Ablehnen
approve-help = Sie können die Entscheidung hier später nicht ändern. Wir teilen sie der Person per E-Mail mit und speichern sie mit Ihrer Adresse.
approve-approved-title = Diese Registrierung ist freigegeben
approve-approved-by = { $by } hat sie am { $time } freigegeben.
approve-rejected-title = Diese Registrierung ist abgelehnt
approve-rejected-by = { $by } hat sie am { $time } abgelehnt.
error-decision-invalid = Wählen Sie „Freigeben“ oder „Ablehnen“.
problem-approval-key-unknown = Prüfen Sie, ob Sie den ganzen Link geöffnet haben. Wenn er dann nicht funktioniert, verwenden Sie den Befehl in der E-Mail.
    .title = Dieser Link funktioniert nicht
problem-approval-key-expired = Verwenden Sie den Befehl in der E-Mail, der weiterhin funktioniert.
    .title = Dieser Link ist abgelaufen
problem-already-approved = { $by } hat sie am { $time } freigegeben. Ihre Entscheidung hat nichts geändert.
    .title = Diese Registrierung wurde bereits freigegeben
problem-already-rejected = { $by } hat sie am { $time } abgelehnt. Ihre Entscheidung hat nichts geändert.
    .title = Diese Registrierung wurde bereits abgelehnt

## The waiting list

waitlist-title = In die Warteliste eintragen
waitlist-text = Konten gibt es vorerst nur auf Einladung. Geben Sie Ihre E-Mail-Adresse ein, und wir laden Sie ein, sobald Sie an der Reihe sind.
waitlist-submit = In die Warteliste eintragen
waiting-title = Sie stehen auf der Warteliste
waiting-text = Wir schicken Ihnen eine Einladung per E-Mail, sobald Sie an der Reihe sind.
waiting-email = Wenn diese Adresse noch nicht auf der Liste stand, ist eine E-Mail dazu unterwegs. Wenn Sie sich noch einmal eintragen, behalten Sie Ihren Platz.
