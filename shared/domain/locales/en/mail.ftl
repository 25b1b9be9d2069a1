# English, the language that others fall back to: a message must be here before it can be anywhere.

mail-hello = Hello,
mail-log-in = Log in
mail-bare-link = If the button does not work, copy this link into your browser:
mail-why = You receive this email because someone used this address at { $site }.

activation-subject = Activate your account at { $site }
activation-code = { $code } is your code at { $site }. Enter it within { $duration }, on the page on which you signed up.
activation-username = Someone (hopefully you) signed up at { $site } on { $time } with this email address and the username { $username }.
activation-email = Someone (hopefully you) signed up at { $site } on { $time } with this email address.
activation-button = Activate account
activation-open = To activate the account, open this link and press the button on the page:
activation-elsewhere = On another device, open this link instead and choose a password there:
activation-finish-button = Finish creating your account
activation-until = The link works for { $duration }, until { $time }.
activation-not-you-username = If you didn’t sign up with this username, ignore this email. The account will not be activated.
activation-not-you = If you didn’t sign up, ignore this email. The account will not be activated.
activation-make-yours = Or open the link in another browser and choose a password of your own: then nobody else can use the account.

account-exists-subject = You already have an account at { $site }
account-exists-username = Someone (maybe you) tried to sign up at { $site } with this email address and the username { $username }. You already have an account with this address, so we did not create another.
account-exists-email = Someone (maybe you) tried to sign up at { $site } with this email address. You already have an account with this address, so we did not create another.
account-exists-resend = Someone (maybe you) asked for a new activation link for this email address at { $site }. You already have an account with this address, so there is nothing to activate.
account-exists-what-to-do = If it was you, log in with your account. If it wasn’t, there is nothing to do: nobody has got into your account.

awaiting-approval-subject = { $name } is waiting for approval at { $site }
awaiting-approval-who = { $name } signed up at { $site } and is waiting for approval.
awaiting-approval-username = Username: { $username }
awaiting-approval-email = Email address: { $email } (confirmed)
awaiting-approval-type = Type: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = Signed up: { $time }
awaiting-approval-button = Review the registration
awaiting-approval-open = To approve or reject, open this link and press one of the buttons on the page:
awaiting-approval-until = The link works until { $time }. It is yours alone: the decision is recorded with your address, so do not forward this email.
awaiting-approval-commands = Or run one of these commands:
awaiting-approval-decide = To approve or reject:
awaiting-approval-why = You receive this email because you approve registrations at { $site }.

approved-subject = Your account at { $site } is active
approved-username = Your registration at { $site } as { $username } has been approved. You can log in now.
approved-email = Your registration at { $site } has been approved. You can log in now.

rejected-subject = Your registration at { $site }
rejected-username = Your registration at { $site } as { $username } has not been approved. There is no account with this email address.
rejected-email = Your registration at { $site } has not been approved. There is no account with this email address.

invitation-subject = You are invited to { $site }
invitation-subject-by = { $inviter } invites you to { $site }
invitation-text = You are invited to create an account at { $site }.
invitation-text-by = { $inviter } invites you to create an account at { $site }.
invitation-button = Create account
invitation-open = To do so, open this link:
invitation-until = The link works until { $time }.
invitation-not-known = If you don’t know what this is about, ignore this email.
invitation-why = You receive this email because someone invited this address to { $site }.

waitlist-joined-subject = You are on the waiting list of { $site }
waitlist-joined-text = Someone (hopefully you) put this email address on the waiting list of { $site } on { $time }.
waitlist-joined-next = There is nothing to do now. We’ll email you an invitation when it’s your turn.
waitlist-joined-not-you = If it wasn’t you, ignore this email. No account is created without you.

## Times

duration-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
duration-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
duration-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
duration-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
