# English, the language that others fall back to: a message must be here before it can be anywhere.

## Every page

languages = Language
error-in-title = Error: { $title }
register = Create an account
another-link = Get a new link
log-in = Log in
log-in-instead = Already have an account? { $link }
openid-continue = Continue with { $provider }
openid-or = or
signed-in-email-proven = You’re signed in with { $provider }, and your address { $email } is confirmed. A few details are still needed.
signed-in = You’re signed in with { $provider }. A few details are still needed.
terms-of-use = Terms of use
privacy-notice = Privacy notice
new-tab = (opens in a new tab)

## The form

register-title = Create your account
register-errors = There is a problem
register-choose = Choose an option
register-optional = { $label } (optional)
register-submit = Create account
honeypot-label = Leave this field empty
bot-check-label = Confirm that you are human
bot-check-noscript = This check needs JavaScript. Turn it on and reload the page.
password-show = Show password
password-hide = Hide password
password-shown = Your password is visible.
password-hidden = Your password is hidden.
strength-short = { $min ->
    [one] Too short: use at least { $min } character.
   *[other] Too short: use at least { $min } characters.
}
strength-repetitive = Long enough, but easy to guess because it repeats itself.
strength-fair = Long enough. A longer password is stronger.
strength-good = Good length.

field-username = Username
    .help = Use letters, numbers and @ . + - _
field-email = Email address
    .help = We’ll email you a link to confirm this address.
field-password = Password
    .help = { $min ->
        [one] Use at least { $min } character.
       *[other] Use at least { $min } characters.
    } A few words in a row are easy to remember.
field-password-confirm = Confirm password
field-terms = I accept the [terms of use](terms)

## What is wrong with a field

error-username-required = Enter a username.
error-username-invalid = This username has a character that is not allowed. Use letters, numbers and @ . + - _
error-username-too-long = { $max ->
    [one] This username is too long. Use at most { $max } character.
   *[other] This username is too long. Use at most { $max } characters.
}
error-username-taken = This username is taken. Choose another.
error-username-reserved = This username is reserved. Choose another.
error-username-look-alike = This username mixes letters that look alike. Use the letters of one alphabet.
error-username-not-own-address = This username is an email address that is not the one in this form. Use your own address, or choose another username.
error-username-looks-like-link = This username looks like a web address. Choose another, for example without the dot.
error-email-required = Enter your email address.
error-email-invalid = This is not an email address. Enter one such as name@example.com.
error-email-too-long = { $max ->
    [one] This email address is too long. Use one with at most { $max } character.
   *[other] This email address is too long. Use one with at most { $max } characters.
}
error-email-taken = There is already an account with this email address. Log in, or use another address.
error-email-international = We can’t send email to this address. Use one with only a to z, numbers and signs before the @.
error-email-look-alike = This email address mixes letters that look alike. Check the spelling.
error-email-not-invited = This invitation is for another email address. Use the address that was invited.
error-email-not-username = The username of this registration is another email address. Register again with another username.
error-email-domain-refused = You can’t sign up with an email address at { $domain }. Use another one.
error-email-domain-disposable = You can’t sign up with a disposable email address. Use a permanent one.
error-email-domain-of = This email address can’t sign up. Use one at { $domains }.
error-email-domain-other = You can’t sign up with an email address at { $domain }. Use the one of your organisation.
error-password-required = Enter a password.
error-password-too-short = { $min ->
    [one] Your password is too short. Use at least { $min } character.
   *[other] Your password is too short. Use at least { $min } characters.
}
error-password-too-long = { $max ->
    [one] Your password is too long. Use at most { $max } character.
   *[other] Your password is too long. Use at most { $max } characters.
}
error-password-too-common = This password is too common and easy to guess. Choose another.
error-password-too-similar = This password is too similar to “{ $word }”, which is in your username, your address or the name of this site. Use other words, or add more.
error-password-mismatch = The passwords do not match. Enter the same password in both fields.
error-not-text = Send this field as text.
error-required = Fill in “{ $label }”.
error-not-accepted = Tick “{ $label }” to continue.
error-not-in-list = { $label }: choose an option from the list.
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
error-not-one-line = { $label }: use one line, without control characters.
error-control-character = { $label }: remove the control characters.
error-invalid-boolean = { $label }: send true or false.
error-invalid-integer = { $label }: enter a whole number.
error-invalid-email = { $label }: enter an address such as name@example.com.
error-invalid-uri = { $label }: enter a web address such as https://example.com.
error-invalid-date = { $label }: enter a date as year-month-day, such as 2001-12-31.
error-invalid-pattern = { $label }: enter it in the format asked for.
error-invalid-as-said = { $label }: { $help }
error-captcha-required = Confirm that you are human.
error-captcha-failed = We couldn’t confirm that you are human. Try again.
error-captcha-unavailable = We can’t check right now that you are human. Try again in a few seconds.

## Why somebody may not register

denial-title = You can’t sign up here
denial-other = Sign-up is not open to everyone.
denial-registration-closed = New accounts can’t be created at the moment.
denial-registration-paused = Sign-up is paused for a short time. Try again later.
denial-credential-required = Sign-up needs a credential, and none was sent.
denial-credential-invalid = The credential that was sent does not allow sign-up.
denial-claim-required = Sign-up needs a login that may register other people.
denial-openid-required = Sign up with one of the services on the form. There is no password on this site.
denial-invitation-required = Sign-up is by invitation only. Open the link in your invitation.
denial-invitation-unknown = This invitation does not exist. Check that you opened the whole link.
denial-invitation-spent = This invitation has already been used. If you used it, log in or look for our email. If not, ask for a new one.
denial-invitation-expired = This invitation has expired. Ask for a new one.
denial-invitation-revoked = This invitation was withdrawn. Ask for a new one.

## The other pages

complete-title = Check your email
complete-sent = We’ve emailed you a link. Open it to activate your account.
complete-nothing = No email after a few minutes? Check your spam folder, or { $link }.
complete-another-link = get a new link
active-title = Your account is active
active-text = You can log in now.
active-as-username = You signed up as { $username } with the email address { $email }.
active-as-email = You signed up with the email address { $email }.
confirmed-title = Your email address is confirmed
confirmed-text = We are reviewing your registration. We’ll email you the decision.
closed-title = Sign-up is closed
closed-other = Sign-up is not open to everyone.
closed-activation = Already signed up? Your activation link still works.
activate-title = Activate your account
activate-username = You are about to activate the account { $username } with the email address { $email }.
activate-email = You are about to activate the account with the email address { $email }.
activate-submit = Activate { $name }
activate-not-you-username = Didn’t sign up with this username? Close this page and nothing happens.
activate-not-you = Didn’t sign up? Close this page and nothing happens.
resend-title = Get a new activation link
resend-text = Enter the email address that you signed up with. If it has an account to activate, we’ll email you a new link. Earlier links keep working until they expire.
resend-submit = Send link
resend-complete-title = Check your email
resend-complete-text = If this address has an account to activate, we’ve emailed you a new link.
resend-complete-nothing = No email after a few minutes? Check your spam folder, and check that the address was right. We send an address one email a minute and a few a day.

## Problems

problem-unreadable-title = We couldn’t read the request
problem-body-not-utf8 = The body is not valid UTF-8.
problem-body-not-json = The body is not valid JSON: { $reason }.
problem-body-not-object = Send a JSON object with the form’s fields.
problem-body-repeated-name = The JSON object has “{ $name }” twice. Send each name once.
problem-body-not-base64 = The body is not valid base64.
problem-fields-not-utf8 = The form’s fields are not valid UTF-8.
problem-idempotency-key = Send Idempotency-Key as 1 to 255 visible ASCII characters.
problem-cross-site-request = Another site sent this form. Open the form on this site and send it from there.
    .title = This was not sent from our page
problem-not-found = There is no page at this address. Check that you opened the whole link.
    .title = Page not found
problem-form-unknown = There is no sign-up form of this type. Use the link that you were given, or leave the type out.
    .title = Form not found
problem-method-not-allowed = This address accepts { $allowed }.
    .title = Method not allowed
problem-content-too-large = Send at most { $kibibytes } KiB.
    .title = Request too large
problem-unsupported-media-type = Send application/x-www-form-urlencoded or application/json.
    .title = Unsupported media type
problem-validation-failed = Some fields need to be corrected.
    .title = There is a problem
problem-internal-error = This is our mistake, and it has been logged. Try again later.
    .title = Something went wrong
problem-service-unavailable = Try again in a few seconds.
    .title = We can’t do this right now
problem-activation-key-unknown = Check that you opened the whole link. If it still does not work, get a new link or create your account again.
    .title = This link does not work
problem-activation-key-expired = Get a new link, or create your account again.
    .title = This link has expired
problem-uri-too-long = Shorten the address of the page to at most { $bytes } bytes after the question mark.
    .title = This address is too long
problem-sign-in-unknown = It was used before, has expired, or was begun in another browser. Begin again here.
    .title = This sign-in can’t be continued
problem-sign-in-denied = Nothing was stored. You can try again, or sign up in another way.
    .title = You didn’t sign in with { $provider }
problem-sign-in-invalid = We could not check the answer of { $provider }. Begin again here.
    .title = Signing in with { $provider } failed
problem-provider-unavailable = Try again in a few seconds, or sign up in another way.
    .title = { $provider } can’t be reached right now
problem-account-exists = You don’t need to sign up again. Log in to your account.
    .title = You already have an account
problem-already-activated = There is nothing more to do. You can log in.
    .title = This account is already active
problem-account-disabled = The people who run this site have disabled this account. Contact them for help.
    .title = This account is disabled
problem-activation-not-supported = Accounts on this site are active as soon as they are created.
    .title = There is nothing to activate
problem-awaiting-approval = We are reviewing your registration and will email you the decision. There is nothing more for you to do.
    .title = Your email address is confirmed
problem-activation-denied-title = This account cannot be activated

## Proof of the person

finish-title = Finish creating your account
finish-text = You opened the link that we emailed to { $email }, so this address is confirmed. Choose how you will log in.
finish-submit = Create account
complete-registered = We’ve emailed a link to { $email }. Open it to activate your account.
complete-registered-link-or-code = We’ve emailed a code and a link to { $email }. Enter the code here, or open the link, to activate your account.
complete-registered-code = We’ve emailed a code to { $email }. Enter it here to activate your account.
complete-code-label = Code from the email
complete-code-submit = Activate account
complete-no-email = No email after a few minutes? Check your spam folder, and check that the address is right.
complete-earlier = Is an email missing? The link in any earlier one to this address works, too.
complete-again = Send the email again
complete-again-code = You asked for the email again. Enter the code of the latest one.
complete-again-link = You asked for the email again. It may take a few minutes.
complete-wrong-address = Wrong address?
complete-wrong-address-text = Enter the right one, and we’ll email you there. Links to the old address then no longer activate your account.
complete-change = Change the address
activate-not-mine = Did you not register this account? { $link }, and nobody else can use it.
activate-start-over = Choose your own password
error-email-not-proven = The link was emailed to { $email }. Leave the address as it is, or register again with the other one.
error-code-required = Enter the code from the email.
error-code-invalid = A code has 6 digits. Enter the one from the email.
problem-proof-required = Open the link in the browser in which you registered, or choose a password now.
    .title = Finish creating your account
problem-start-over-required = This registration can no longer be activated, for example because its name is taken. Open the link in the email, and choose a name and a password there.
    .title = Finish creating your account
problem-registration-unknown = It has expired, or it was made elsewhere. Open the link in the email, or register again.
    .title = There is no such registration
problem-code-wrong = { $left ->
    [0] This code is wrong, and was tried too often. Open the link in the email, or send the email again.
    [one] This code is wrong. Enter the one from the latest email. You can try { $left } more time.
   *[other] This code is wrong. Enter the one from the latest email. You can try { $left } more times.
}
    .title = This code is wrong
problem-code-expired = This code no longer works. Open the link in the email, which still does, or send the email again.
    .title = This code has expired
problem-codes-paused = Too many wrong codes were entered. Open the link in the email, or try again in an hour.
    .title = Codes are paused
problem-rate-limited = { $minutes ->
    [one] Too many requests came from your network. Wait a minute, then go back and try again.
   *[other] Too many requests came from your network. Wait { $minutes } minutes, then go back and try again.
}
    .title = Try again later
problem-mail-budget-exhausted = We can’t send any more emails right now, so we can’t create accounts. Try again later.
    .title = Sign-up is paused
problem-idempotency-key-reused = This Idempotency-Key was sent with another registration. Use a new key for each registration.
    .title = This was another registration
problem-not-correctable = The address of this registration cannot be changed any more. Register again with the right address.
    .title = The address stays as it is

## Approval

approve-title = Decide on a registration
approve-text = This person has signed up and confirmed the email address. The account becomes active if you approve it.
approve-type = Type
approve-since = Signed up
approve-submit = Approve
approve-reject = Reject
approve-help = You can’t change the decision here later. We’ll email it to this person, and record your address with it.
approve-approved-title = This registration is approved
approve-approved-by = { $by } approved it on { $time }.
approve-rejected-title = This registration is rejected
approve-rejected-by = { $by } rejected it on { $time }.
error-decision-invalid = Choose “Approve” or “Reject”.
problem-approval-key-unknown = Check that you opened the whole link. If it still does not work, use the command in the email.
    .title = This link does not work
problem-approval-key-expired = Use the command in the email, which still works.
    .title = This link has expired
problem-already-approved = { $by } approved it on { $time }. Your decision changed nothing.
    .title = This registration was already approved
problem-already-rejected = { $by } rejected it on { $time }. Your decision changed nothing.
    .title = This registration was already rejected

## The waiting list

waitlist-title = Join the waiting list
waitlist-text = Accounts are by invitation for now. Enter your email address, and we’ll invite you when it’s your turn.
waitlist-submit = Join the waiting list
waiting-title = You’re on the waiting list
waiting-text = We’ll email you an invitation when it’s your turn.
waiting-email = If this address was not on the list before, an email about it is on its way. Joining again keeps your place.
