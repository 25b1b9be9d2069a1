# English, the language that others fall back to: a message must be here before it can be anywhere.

mail-hello = Hello,

activation-subject = Activate your account at { $site }
activation-username = Somebody, hopefully you, registered the username { $username } with this address at { $site }.
activation-email = Somebody, hopefully you, registered with this address at { $site }.
activation-open = To activate the account, open this link and press the button there:
activation-until = The link works for { $duration }, until { $time }.
activation-not-you-username = If you did not register under this name, do nothing: the account is never activated then.
activation-not-you = If you did not register, do nothing: the account is never activated then.

account-exists-subject = You already have an account at { $site }
account-exists-username = Somebody, perhaps you, tried to register the username { $username } with this address at { $site }. There is already an account with this address, so no other one is made.
account-exists-email = Somebody, perhaps you, tried to register with this address at { $site }. There is already an account with this address, so no other one is made.
account-exists-resend = Somebody, perhaps you, asked for another activation link for this address at { $site }. There is already an account with this address: nothing is left to activate.
account-exists-what-to-do = If it was you, log in with your account. If it was not, there is nothing to do: nobody has got into your account.

awaiting-approval-subject = { $name } awaits approval at { $site }
awaiting-approval-who = { $name } has registered at { $site } and awaits approval.
awaiting-approval-username = Username: { $username }
awaiting-approval-email = Address: { $email } (confirmed)
awaiting-approval-type = Type: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = Since: { $time }
awaiting-approval-decide = To approve or to reject:

approved-subject = Your account at { $site } is active
approved-username = Your registration as { $username } at { $site } has been approved. Your account is active: you can log in.
approved-email = Your registration at { $site } has been approved. Your account is active: you can log in.

rejected-subject = Your registration at { $site }
rejected-username = Your registration as { $username } at { $site } has not been approved. There is no account with this address now.
rejected-email = Your registration at { $site } has not been approved. There is no account with this address now.

invitation-subject = You are invited to { $site }
invitation-open = You are invited to register at { $site }. Open this link to do so:
invitation-until = The link works until { $time }.
invitation-not-known = If you do not know what this is about, do nothing.

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
date-time = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }, { $clock } UTC
