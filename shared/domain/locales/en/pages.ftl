# English, the language that others fall back to: a message must be here before it can be anywhere.

## Every page

languages = Language
error-in-title = Error: { $title }
register = Register
another-link = Get another link

## The form

register-title = Create your account
register-errors = Please put this right
register-choose = Choose
register-optional = { $label } (optional)
register-submit = Create account
honeypot-label = Leave this empty
bot-check-label = Check that you are not a robot
bot-check-noscript = The check that you are not a robot needs JavaScript. Turn JavaScript on and load this page again.
password-show = Show password
password-hide = Hide password
password-shown = The password is shown.
password-hidden = The password is hidden.
strength-short = { $min ->
    [one] Not long enough yet: it needs at least { $min } character.
   *[other] Not long enough yet: it needs at least { $min } characters.
}
strength-repetitive = Long enough, but it repeats itself: easy to guess.
strength-fair = Long enough. Longer is stronger.
strength-good = Long: good.

field-username = Username
    .help = Letters, digits and @ . + - _
field-email = E-mail address
    .help = We send a link to this address.
field-password = Password
    .help = { $min ->
        [one] At least { $min } character.
       *[other] At least { $min } characters.
    } A few words in a row are easy to remember.
field-password-confirm = Password again
field-terms = I accept the terms of use

## What is wrong with a field

error-username-required = Enter a username.
error-username-invalid = Use only letters, digits and @ . + - _
error-username-taken = This username is taken. Choose another.
error-username-reserved = This username is reserved. Choose another.
error-username-look-alike = This username mixes letters that look alike. Use letters of one alphabet.
error-email-required = Enter an e-mail address.
error-email-invalid = Enter a valid e-mail address, such as name@example.com.
error-email-taken = There is an account with this address already. Log in instead.
error-email-international = Use an address that has only a to z, digits and signs before the @: we cannot send mail to others.
error-email-look-alike = This address mixes letters that look alike. Check how it is spelt.
error-email-not-invited = This invitation is for another address. Use the one that it is for.
error-email-domain-refused = Addresses at { $domain } cannot register here. Use another address.
error-email-domain-disposable = Disposable addresses cannot register here. Use a lasting one.
error-email-domain-of = Use an address at { $domains }.
error-email-domain-other = Addresses at { $domain } cannot register here. Use one of your organisation.
error-password-required = Enter a password.
error-password-too-short = { $min ->
    [one] Use at least { $min } character.
   *[other] Use at least { $min } characters.
} A few words in a row are easy to remember.
error-password-too-common = This password is too common: others try it first. Choose another.
error-password-too-similar = This password is too similar to your username, your address or the name of this site. Choose another.
error-password-mismatch = Enter the same password in both fields.
error-length-at-most = { $max ->
    [one] Use at most { $max } character.
   *[other] Use at most { $max } characters.
}
error-not-text = Send this field as text.
error-required = Fill in “{ $label }”.
error-not-accepted = Tick “{ $label }” to go on.
error-not-in-list = { $label }: choose from the list.
error-too-short = { $min ->
    [one] { $label }: use at least { $min } character.
   *[other] { $label }: use at least { $min } characters.
}
error-too-long = { $max ->
    [one] { $label }: use at most { $max } character.
   *[other] { $label }: use at most { $max } characters.
}
error-too-small = { $label }: enter { $min } or more.
error-too-large = { $label }: enter { $max } or less.
error-invalid-text = { $label }: send it as text.
error-invalid-boolean = { $label }: send true or false.
error-invalid-integer = { $label }: enter a whole number.
error-invalid-email = { $label }: enter an address such as name@example.com.
error-invalid-uri = { $label }: enter a web address such as https://example.com.
error-invalid-date = { $label }: enter a date as year-month-day, such as 2001-12-31.
error-invalid-pattern = { $label }: enter it in the form asked for.
error-invalid-as-said = { $label }: { $help }
error-captcha-required = Complete the check that you are not a robot.
error-captcha-failed = The check that you are not a robot did not succeed. Please complete it again.
error-captcha-unavailable = We cannot check at the moment that you are not a robot. Please try again in a few seconds.

## Why somebody may not register

denial-title = You cannot register here
denial-other = This is not open to everybody.
denial-registration-closed = New registrations are not accepted at present.
denial-registration-paused = Registration is paused for a short while. Please try again later.
denial-credential-required = Registration needs a credential, which was not sent.
denial-credential-invalid = The credential that was sent may not register.
denial-claim-required = Registration needs a login that may register others.
denial-invitation-required = Registration is by invitation. Open the link of the one that you were sent.
denial-invitation-unknown = There is no such invitation. Check that the whole link was opened.
denial-invitation-spent = This invitation has been used. If it was you, log in or look for our mail; if not, ask for another one.
denial-invitation-expired = This invitation has expired. Ask for another one.
denial-invitation-revoked = This invitation was withdrawn. Ask for another one.

## The other pages

complete-title = Check your mail
complete-sent = We are sending a mail to the address that you gave. Open the link in it to activate your account.
complete-nothing = Nothing there after a few minutes? Look into the spam folder, or { $link }.
complete-another-link = get another link
complete-mistyped = Was the address wrong? Go back and send the form again with the right one, and with everything else as it was.
active-title = Your account is active
active-text = Your account is active. You can log in now.
confirmed-title = Your address is confirmed
confirmed-text = Your registration is being looked at. You get a mail when it is decided.
closed-title = Registration is closed
closed-other = Registration is not open to everybody.
closed-activation = If you have registered already, your activation link still works.
activate-title = Activate your account
activate-username = This activates the account { $username } with the address { $email }.
activate-email = This activates the account with the address { $email }.
activate-submit = Activate { $name }
activate-not-you-username = You did not register under this name? Then close this page and nothing happens.
activate-not-you = You did not register? Then close this page and nothing happens.
resend-title = Get another activation link
resend-text = Tell us the address that you registered with. If there is an account to activate, a new link goes there. Links that you already have go on working until they expire.
resend-submit = Send the link
resend-complete-title = Check your mail
resend-complete-text = If there is an account to activate with this address, a new link is on its way.
resend-complete-nothing = Nothing there after a few minutes? Look into the spam folder, and check that the address was right. An address gets one mail a minute, and a few a day.

## Problems

problem-unreadable-title = The request could not be read
problem-body-not-utf8 = The body is not valid UTF-8.
problem-body-not-json = The body is not valid JSON: { $reason }.
problem-body-not-object = Send a JSON object with the form’s fields.
problem-body-not-base64 = The body is not valid base64.
problem-fields-not-utf8 = The form’s fields are not valid UTF-8.
problem-idempotency-key = Send Idempotency-Key as 1 to 255 visible ASCII characters.
problem-cross-site-request = The form was sent from another site. Open the page on this site and send it from there.
    .title = This was not sent from our page
problem-not-found = There is no page at this address.
    .title = Page not found
problem-form-unknown = There is no registration form of this type. Use the link that you were given, or leave the type out.
    .title = There is no such form
problem-method-not-allowed = This address answers { $allowed }.
    .title = Method not allowed
problem-content-too-large = Send at most { $kibibytes } KiB.
    .title = Too much was sent
problem-unsupported-media-type = Send application/x-www-form-urlencoded or application/json.
    .title = Unsupported media type
problem-validation-failed = Some fields must be put right.
    .title = Please check the form
problem-internal-error = This is our mistake. It has been recorded.
    .title = Something went wrong
problem-service-unavailable = Please try again in a few seconds.
    .title = We cannot do this right now
problem-activation-key-unknown = Check that the whole link was opened. Or get another one, or register again.
    .title = This link does not work
problem-activation-key-expired = The time to activate with it is over. Get another link, or register again.
    .title = This link has expired
problem-already-activated = There is nothing more to do: log in.
    .title = This account is already active
problem-account-disabled = An operator has disabled this account. Ask the people who run the site.
    .title = This account is disabled
problem-activation-not-supported = Accounts on this site are active from the start.
    .title = There is nothing to activate
problem-awaiting-approval = There is nothing more for you to do: your registration is being looked at, and a mail will tell you.
    .title = This address is confirmed
problem-activation-denied-title = This account cannot be activated
