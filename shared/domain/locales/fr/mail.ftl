mail-hello = Bonjour,

activation-subject = Activez votre compte sur { $site }
activation-username = Quelqu’un (vous, espérons-le) a enregistré le nom d’utilisateur { $username } avec cette adresse sur { $site }.
activation-email = Quelqu’un (vous, espérons-le) s’est inscrit avec cette adresse sur { $site }.
activation-open = Pour activer le compte, ouvrez ce lien et cliquez sur le bouton qui s’y trouve :
activation-until = Le lien fonctionne pendant { $duration }, jusqu’au { $time }.
activation-not-you-username = Si vous n’avez pas fait d’inscription sous ce nom, ne faites rien : le compte ne sera jamais activé.
activation-not-you = Si vous n’avez pas fait d’inscription, ne faites rien : le compte ne sera jamais activé.

account-exists-subject = Vous avez déjà un compte sur { $site }
account-exists-username = Quelqu’un, peut-être vous, a tenté d’enregistrer le nom d’utilisateur { $username } avec cette adresse sur { $site }. Il existe déjà un compte avec cette adresse, aucun autre n’est donc créé.
account-exists-email = Quelqu’un, peut-être vous, a tenté de s’inscrire avec cette adresse sur { $site }. Il existe déjà un compte avec cette adresse, aucun autre n’est donc créé.
account-exists-resend = Quelqu’un, peut-être vous, a demandé un autre lien d’activation pour cette adresse sur { $site }. Il existe déjà un compte avec cette adresse : il ne reste rien à activer.
account-exists-what-to-do = Si c’était vous, connectez-vous avec votre compte. Sinon, il n’y a rien à faire : personne n’a eu accès à votre compte.

awaiting-approval-subject = { $name } est en attente d’approbation sur { $site }
awaiting-approval-who = { $name } a fait une demande d’inscription sur { $site } et est en attente d’approbation.
awaiting-approval-username = Nom d’utilisateur : { $username }
awaiting-approval-email = Adresse : { $email } (confirmée)
awaiting-approval-type = Type : { $type }
awaiting-approval-field = { $name } : { $value }
awaiting-approval-since = Depuis : { $time }
awaiting-approval-decide = Pour approuver ou refuser :

approved-subject = Votre compte sur { $site } est actif
approved-username = Votre inscription en tant que { $username } sur { $site } a été approuvée. Votre compte est actif : vous pouvez vous connecter.
approved-email = Votre inscription sur { $site } a été approuvée. Votre compte est actif : vous pouvez vous connecter.

rejected-subject = Votre inscription sur { $site }
rejected-username = Votre inscription en tant que { $username } sur { $site } n’a pas été approuvée. Il n’y a désormais aucun compte avec cette adresse.
rejected-email = Votre inscription sur { $site } n’a pas été approuvée. Il n’y a désormais aucun compte avec cette adresse.

invitation-subject = Invitation à rejoindre { $site }
invitation-open = Nous vous invitons à vous inscrire sur { $site }. Pour cela, ouvrez ce lien :
invitation-until = Le lien fonctionne jusqu’au { $time }.
invitation-not-known = Si vous ne savez pas de quoi il s’agit, ne faites rien.

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
date-time = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year } à { $clock } UTC
