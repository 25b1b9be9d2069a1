## Jede Seite

languages = Sprache
error-in-title = Fehler: { $title }
register = Registrieren
another-link = Neuen Link anfordern

## Das Formular

register-title = Konto anlegen
register-errors = Bitte korrigieren Sie Folgendes
register-choose = Bitte wählen
register-optional = { $label } (optional)
register-submit = Konto anlegen
honeypot-label = Lassen Sie dieses Feld leer
bot-check-label = Prüfung, dass Sie kein Roboter sind
bot-check-noscript = Für die Prüfung, ob Sie ein Roboter sind, wird JavaScript gebraucht. Schalten Sie es ein und laden Sie diese Seite neu.
password-show = Passwort anzeigen
password-hide = Passwort verbergen
password-shown = Das Passwort wird angezeigt.
password-hidden = Das Passwort ist verborgen.
strength-short = Noch zu kurz: Es sind mindestens { $min } Zeichen nötig.
strength-repetitive = Lang genug, aber es wiederholt sich und ist leicht zu erraten.
strength-fair = Lang genug. Noch länger ist sicherer.
strength-good = Schön lang: gut.

field-username = Benutzername
    .help = Buchstaben, Ziffern und @ . + - _
field-email = E-Mail-Adresse
    .help = An diese Adresse senden wir einen Link.
field-password = Passwort
    .help = Mindestens { $min } Zeichen. Einige aneinandergereihte Wörter lassen sich leicht merken.
field-password-confirm = Passwort wiederholen
field-terms = Ich akzeptiere die Nutzungsbedingungen

## Was an einem Feld falsch ist

error-username-required = Geben Sie einen Benutzernamen ein.
error-username-invalid = Verwenden Sie nur Buchstaben, Ziffern und @ . + - _
error-username-taken = Dieser Benutzername ist vergeben. Wählen Sie einen anderen.
error-username-reserved = Dieser Benutzername ist reserviert. Wählen Sie einen anderen.
error-username-look-alike = Dieser Benutzername mischt Buchstaben, die sich zum Verwechseln ähnlich sehen. Verwenden Sie Buchstaben eines einzigen Alphabets.
error-email-required = Geben Sie eine E-Mail-Adresse ein.
error-email-invalid = Geben Sie eine gültige E-Mail-Adresse ein, zum Beispiel name@example.com.
error-email-taken = Zu dieser Adresse gibt es bereits ein Konto. Melden Sie sich damit an.
error-email-international = Verwenden Sie eine Adresse, die vor dem @ nur a bis z, Ziffern und Zeichen hat: An andere können wir keine E-Mails senden.
error-email-look-alike = Diese Adresse mischt Buchstaben, die sich zum Verwechseln ähnlich sehen. Prüfen Sie die Schreibweise.
error-email-not-invited = Diese Einladung gilt für eine andere Adresse. Verwenden Sie die eingeladene Adresse.
error-email-domain-refused = Mit Adressen bei { $domain } ist keine Registrierung möglich. Verwenden Sie eine andere Adresse.
error-email-domain-disposable = Mit Wegwerfadressen ist keine Registrierung möglich. Verwenden Sie eine dauerhafte Adresse.
error-email-domain-of = Verwenden Sie eine Adresse bei { $domains }.
error-email-domain-other = Mit Adressen bei { $domain } ist keine Registrierung möglich. Verwenden Sie die Adresse Ihrer Organisation.
error-password-required = Geben Sie ein Passwort ein.
error-password-too-short = Verwenden Sie mindestens { $min } Zeichen. Einige aneinandergereihte Wörter lassen sich leicht merken.
error-password-too-common = Dieses Passwort ist zu verbreitet und wird als Erstes ausprobiert. Wählen Sie ein anderes.
error-password-too-similar = Dieses Passwort ähnelt zu sehr Ihrem Benutzernamen, Ihrer Adresse oder dem Namen dieser Website. Wählen Sie ein anderes.
error-password-mismatch = Geben Sie in beiden Feldern dasselbe Passwort ein.
error-length-at-most = Verwenden Sie höchstens { $max } Zeichen.
error-not-text = Senden Sie dieses Feld als Text.
error-required = Füllen Sie „{ $label }“ aus.
error-not-accepted = Setzen Sie das Häkchen bei „{ $label }“, um fortzufahren.
error-not-in-list = { $label }: Wählen Sie einen Eintrag der Liste.
error-too-short = { $label }: Verwenden Sie mindestens { $min } Zeichen.
error-too-long = { $label }: Verwenden Sie höchstens { $max } Zeichen.
error-too-small = { $label }: Geben Sie { $min } oder mehr ein.
error-too-large = { $label }: Geben Sie { $max } oder weniger ein.
error-invalid-text = { $label }: Senden Sie den Wert als Text.
error-invalid-boolean = { $label }: Senden Sie true oder false.
error-invalid-integer = { $label }: Geben Sie eine ganze Zahl ein.
error-invalid-email = { $label }: Geben Sie eine Adresse wie name@example.com ein.
error-invalid-uri = { $label }: Geben Sie eine Webadresse wie https://example.com ein.
error-invalid-date = { $label }: Geben Sie ein Datum als Jahr-Monat-Tag ein, zum Beispiel 2001-12-31.
error-invalid-pattern = { $label }: Halten Sie sich an die verlangte Form.
error-invalid-as-said = { $label }: { $help }
error-captcha-required = Bestätigen Sie bitte, dass Sie kein Roboter sind.
error-captcha-failed = Die Prüfung, ob Sie ein Roboter sind, ist nicht gelungen. Bitte führen Sie sie noch einmal durch.
error-captcha-unavailable = Wir können im Moment nicht prüfen, ob Sie ein Roboter sind. Bitte versuchen Sie es in einigen Sekunden noch einmal.

## Warum sich jemand nicht registrieren kann

denial-title = Hier können Sie sich nicht registrieren
denial-other = Das ist nicht für alle offen.
denial-registration-closed = Zurzeit werden keine neuen Registrierungen angenommen.
denial-registration-paused = Die Registrierung ist für kurze Zeit unterbrochen. Bitte versuchen Sie es später noch einmal.
denial-credential-required = Für die Registrierung ist ein Berechtigungsnachweis nötig, der nicht mitgesendet wurde.
denial-credential-invalid = Der gesendete Berechtigungsnachweis erlaubt keine Registrierung.
denial-claim-required = Für die Registrierung ist eine Anmeldung nötig, die andere registrieren darf.
denial-invitation-required = Die Registrierung ist nur auf Einladung möglich. Öffnen Sie den Link der Einladung, die Sie erhalten haben.
denial-invitation-unknown = Diese Einladung gibt es nicht. Prüfen Sie, ob Sie den ganzen Link geöffnet haben.
denial-invitation-spent = Diese Einladung wurde bereits verwendet. Wenn Sie das waren, melden Sie sich an oder suchen Sie unsere E-Mail; wenn nicht, bitten Sie um eine neue.
denial-invitation-expired = Diese Einladung ist abgelaufen. Bitten Sie um eine neue.
denial-invitation-revoked = Diese Einladung wurde zurückgezogen. Bitten Sie um eine neue.

## Die anderen Seiten

complete-title = Sehen Sie in Ihrem Postfach nach
complete-sent = Wir senden eine E-Mail an die angegebene Adresse. Öffnen Sie den Link darin, um Ihr Konto zu aktivieren.
complete-nothing = Nach einigen Minuten noch nichts da? Sehen Sie im Spam-Ordner nach oder { $link }.
complete-another-link = fordern Sie einen neuen Link an
complete-mistyped = War die Adresse falsch? Gehen Sie zurück und senden Sie das Formular noch einmal mit der richtigen, alles andere unverändert.
active-title = Ihr Konto ist aktiv
active-text = Ihr Konto ist aktiv. Sie können sich jetzt anmelden.
confirmed-title = Ihre Adresse ist bestätigt
confirmed-text = Ihre Registrierung wird geprüft. Sie erhalten eine E-Mail, sobald darüber entschieden ist.
closed-title = Die Registrierung ist geschlossen
closed-other = Die Registrierung ist nicht für alle offen.
closed-activation = Wenn Sie sich bereits registriert haben, funktioniert Ihr Aktivierungslink weiterhin.
activate-title = Konto aktivieren
activate-username = Damit aktivieren Sie das Konto { $username } mit der Adresse { $email }.
activate-email = Damit aktivieren Sie das Konto mit der Adresse { $email }.
activate-submit = { $name } aktivieren
activate-not-you-username = Sie haben sich nicht unter diesem Namen registriert? Dann schließen Sie diese Seite, und es geschieht nichts.
activate-not-you = Sie haben sich nicht registriert? Dann schließen Sie diese Seite, und es geschieht nichts.
resend-title = Neuen Aktivierungslink anfordern
resend-text = Nennen Sie uns die Adresse, mit der Sie sich registriert haben. Wenn es ein Konto zu aktivieren gibt, senden wir einen neuen Link dorthin. Links, die Sie bereits haben, funktionieren bis zu ihrem Ablauf weiter.
resend-submit = Link senden
resend-complete-title = Sehen Sie in Ihrem Postfach nach
resend-complete-text = Wenn es zu dieser Adresse ein Konto zu aktivieren gibt, ist ein neuer Link unterwegs.
resend-complete-nothing = Nach einigen Minuten noch nichts da? Sehen Sie im Spam-Ordner nach und prüfen Sie, ob die Adresse richtig war. Eine Adresse erhält eine E-Mail pro Minute und einige am Tag.

## Probleme

problem-unreadable-title = Die Anfrage konnte nicht gelesen werden
problem-body-not-utf8 = Der Inhalt ist kein gültiges UTF-8.
problem-body-not-json = Der Inhalt ist kein gültiges JSON: { $reason }.
problem-body-not-object = Senden Sie ein JSON-Objekt mit den Feldern des Formulars.
problem-body-not-base64 = Der Inhalt ist kein gültiges Base64.
problem-fields-not-utf8 = Die Felder des Formulars sind kein gültiges UTF-8.
problem-idempotency-key = Senden Sie Idempotency-Key als 1 bis 255 sichtbare ASCII-Zeichen.
problem-cross-site-request = Das Formular wurde von einer anderen Website gesendet. Öffnen Sie die Seite auf dieser Website und senden Sie es von dort.
    .title = Das kam nicht von unserer Seite
problem-not-found = Unter dieser Adresse gibt es keine Seite.
    .title = Seite nicht gefunden
problem-form-unknown = Es gibt kein Registrierungsformular dieser Art. Verwenden Sie den Link, den Sie erhalten haben, oder lassen Sie den Typ weg.
    .title = Dieses Formular gibt es nicht
problem-method-not-allowed = Diese Adresse beantwortet { $allowed }.
    .title = Methode nicht erlaubt
problem-content-too-large = Senden Sie höchstens { $kibibytes } KiB.
    .title = Das war zu viel
problem-unsupported-media-type = Senden Sie application/x-www-form-urlencoded oder application/json.
    .title = Medientyp nicht unterstützt
problem-validation-failed = Einige Felder müssen korrigiert werden.
    .title = Bitte prüfen Sie das Formular
problem-internal-error = Das ist unser Fehler. Er wurde aufgezeichnet.
    .title = Etwas ist schiefgegangen
problem-service-unavailable = Bitte versuchen Sie es in einigen Sekunden noch einmal.
    .title = Das geht gerade nicht
problem-activation-key-unknown = Prüfen Sie, ob Sie den ganzen Link geöffnet haben. Oder fordern Sie einen neuen an, oder registrieren Sie sich noch einmal.
    .title = Dieser Link funktioniert nicht
problem-activation-key-expired = Die Zeit zum Aktivieren ist vorbei. Fordern Sie einen neuen Link an oder registrieren Sie sich noch einmal.
    .title = Dieser Link ist abgelaufen
problem-already-activated = Es ist nichts weiter zu tun: Melden Sie sich an.
    .title = Dieses Konto ist bereits aktiv
problem-account-disabled = Dieses Konto wurde gesperrt. Wenden Sie sich an die Betreiber der Website.
    .title = Dieses Konto ist gesperrt
problem-activation-not-supported = Konten sind auf dieser Website von Anfang an aktiv.
    .title = Es gibt nichts zu aktivieren
problem-awaiting-approval = Sie müssen nichts weiter tun: Ihre Registrierung wird geprüft, und Sie erhalten eine E-Mail.
    .title = Diese Adresse ist bestätigt
problem-activation-denied-title = Dieses Konto kann nicht aktiviert werden
