mail-hello = Bonjour,
mail-log-in = Se connecter
mail-bare-link = Si le bouton ne fonctionne pas, copiez ce lien dans votre navigateur :
mail-why = Vous recevez cet e-mail car quelqu’un a utilisé cette adresse sur { $site }.

activation-subject = Activez votre compte sur { $site }
activation-code = { $code } est votre code sur { $site }. Saisissez-le dans un délai de { $duration }, sur la page où vous vous êtes inscrit.
activation-username = Quelqu’un (vous, espérons-le) s’est inscrit sur { $site } le { $time } avec cette adresse e-mail et le nom d’utilisateur { $username }.
activation-email = Quelqu’un (vous, espérons-le) s’est inscrit sur { $site } le { $time } avec cette adresse e-mail.
activation-button = Activer le compte
activation-open = Pour activer le compte, ouvrez ce lien et cliquez sur le bouton de la page :
activation-elsewhere = Sur un autre appareil, ouvrez plutôt ce lien et choisissez-y un mot de passe :
activation-finish-button = Terminer la création du compte
activation-until = Le lien fonctionne pendant { $duration }, jusqu’au { $time }.
activation-not-you-username = Si cette inscription n’est pas la vôtre, ignorez cet e-mail. Le compte ne sera pas activé.
activation-not-you = Si cette inscription n’est pas la vôtre, ignorez cet e-mail. Le compte ne sera pas activé.
activation-make-yours = Ou ouvrez le lien dans un autre navigateur et choisissez votre propre mot de passe : personne d’autre ne pourra alors utiliser le compte.

account-exists-subject = Vous avez déjà un compte sur { $site }
account-exists-username = Quelqu’un (peut-être vous) a tenté de s’inscrire sur { $site } avec cette adresse e-mail et le nom d’utilisateur { $username }. Vous avez déjà un compte avec cette adresse, nous n’en avons donc pas créé d’autre.
account-exists-email = Quelqu’un (peut-être vous) a tenté de s’inscrire sur { $site } avec cette adresse e-mail. Vous avez déjà un compte avec cette adresse, nous n’en avons donc pas créé d’autre.
account-exists-resend = Quelqu’un (peut-être vous) a demandé sur { $site } un nouveau lien d’activation pour cette adresse e-mail. Vous avez déjà un compte avec cette adresse, il n’y a donc rien à activer.
account-exists-what-to-do = Si c’était vous, connectez-vous avec votre compte. Sinon, il n’y a rien à faire : personne n’a eu accès à votre compte.

awaiting-approval-subject = { $name } est en attente d’approbation sur { $site }
awaiting-approval-who = { $name } a demandé à s’inscrire sur { $site } et attend une approbation.
awaiting-approval-username = Nom d’utilisateur : { $username }
awaiting-approval-email = Adresse e-mail : { $email } (confirmée)
awaiting-approval-type = Type : { $type }
awaiting-approval-field = { $name } : { $value }
awaiting-approval-since = Inscription : { $time }
awaiting-approval-button = Examiner l’inscription
awaiting-approval-open = Pour approuver ou refuser, ouvrez ce lien et cliquez sur l’un des boutons de la page :
awaiting-approval-until = Le lien fonctionne jusqu’au { $time }. Il vous est personnel : la décision est enregistrée avec votre adresse. Ne transférez donc pas cet e-mail.
awaiting-approval-commands = Ou exécutez l’une de ces commandes :
awaiting-approval-decide = Pour approuver ou refuser :
awaiting-approval-why = Vous recevez cet e-mail car vous approuvez les inscriptions sur { $site }.

approved-subject = Votre compte sur { $site } est actif
approved-username = Votre inscription sur { $site } en tant que { $username } a été approuvée. Vous pouvez maintenant vous connecter.
approved-email = Votre inscription sur { $site } a été approuvée. Vous pouvez maintenant vous connecter.

rejected-subject = Votre inscription sur { $site }
rejected-username = Votre inscription sur { $site } en tant que { $username } n’a pas été approuvée. Il n’y a pas de compte avec cette adresse e-mail.
rejected-email = Votre inscription sur { $site } n’a pas été approuvée. Il n’y a pas de compte avec cette adresse e-mail.

invitation-subject = Invitation à rejoindre { $site }
invitation-subject-by = { $inviter } vous invite à rejoindre { $site }
invitation-text = Nous vous invitons à créer un compte sur { $site }.
invitation-text-by = { $inviter } vous invite à créer un compte sur { $site }.
invitation-button = Créer le compte
invitation-open = Pour cela, ouvrez ce lien :
invitation-until = Le lien fonctionne jusqu’au { $time }.
invitation-not-known = Si vous ne savez pas de quoi il s’agit, ignorez cet e-mail.
invitation-why = Vous recevez cet e-mail car quelqu’un a invité cette adresse sur { $site }.

waitlist-joined-subject = Vous êtes sur la liste d’attente de { $site }
waitlist-joined-text = Quelqu’un (vous, espérons-le) a inscrit cette adresse e-mail sur la liste d’attente de { $site } le { $time }.
waitlist-joined-next = Vous n’avez rien à faire pour l’instant. Nous vous enverrons une invitation par e-mail quand votre tour viendra.
waitlist-joined-not-you = Si ce n’était pas vous, ignorez cet e-mail. Aucun compte n’est créé sans vous.

## Temps

duration-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
duration-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
duration-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
duration-seconds = { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
