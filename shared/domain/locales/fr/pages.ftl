## Toutes les pages

languages = Langue
error-in-title = Erreur : { $title }
register = Créer un compte
another-link = Demander un nouveau lien
log-in = Se connecter
log-in-instead = Vous avez déjà un compte ? { $link }
openid-continue = Continuer avec { $provider }
openid-or = ou
signed-in-email-proven = Vous êtes connecté avec { $provider }, et votre adresse { $email } est confirmée. Il manque encore quelques informations.
signed-in = Vous êtes connecté avec { $provider }. Il manque encore quelques informations.
terms-of-use = Conditions d’utilisation
privacy-notice = Politique de confidentialité
new-tab = (s’ouvre dans un nouvel onglet)

## Le formulaire

register-title = Créez votre compte
register-errors = Il y a un problème
register-choose = Choisissez une option
register-optional = { $label } (facultatif)
register-submit = Créer le compte
honeypot-label = Laissez ce champ vide
bot-check-label = Confirmez que vous êtes un être humain
bot-check-noscript = Cette vérification nécessite JavaScript. Activez-le et rechargez la page.
password-show = Afficher le mot de passe
password-hide = Masquer le mot de passe
password-shown = Votre mot de passe est visible.
password-hidden = Votre mot de passe est masqué.
strength-short = { $min ->
    [one] Trop court : utilisez au moins { $min } caractère.
   *[other] Trop court : utilisez au moins { $min } caractères.
}
strength-repetitive = Assez long, mais facile à deviner car il se répète.
strength-fair = Assez long. Un mot de passe plus long est plus sûr.
strength-good = Bonne longueur.

field-username = Nom d’utilisateur
    .help = Utilisez des lettres, des chiffres et @ . + - _
field-email = Adresse e-mail
    .help = Nous vous enverrons un lien pour confirmer cette adresse.
field-password = Mot de passe
    .help = { $min ->
        [one] Utilisez au moins { $min } caractère.
       *[other] Utilisez au moins { $min } caractères.
    } Quelques mots à la suite sont faciles à retenir.
field-password-confirm = Confirmez le mot de passe
field-terms = J’accepte les [conditions d’utilisation](terms)

## Ce qui ne va pas dans un champ

error-username-required = Saisissez un nom d’utilisateur.
error-username-invalid = Ce nom d’utilisateur contient un caractère non autorisé. Utilisez des lettres, des chiffres et @ . + - _
error-username-too-long = { $max ->
    [one] Ce nom d’utilisateur est trop long. Utilisez au plus { $max } caractère.
   *[other] Ce nom d’utilisateur est trop long. Utilisez au plus { $max } caractères.
}
error-username-taken = Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.
error-username-reserved = Ce nom d’utilisateur est réservé. Choisissez-en un autre.
error-username-look-alike = Ce nom d’utilisateur mélange des lettres qui se ressemblent. Utilisez les lettres d’un seul alphabet.
error-username-not-own-address = Ce nom d’utilisateur est une adresse e-mail différente de celle de ce formulaire. Utilisez votre propre adresse ou choisissez un autre nom d’utilisateur.
error-username-looks-like-link = Ce nom d’utilisateur ressemble à une adresse web. Choisissez-en un autre, par exemple sans le point.
error-email-required = Saisissez votre adresse e-mail.
error-email-invalid = Ceci n’est pas une adresse e-mail. Saisissez-en une telle que nom@example.com.
error-email-too-long = { $max ->
    [one] Cette adresse e-mail est trop longue. Utilisez-en une d’au plus { $max } caractère.
   *[other] Cette adresse e-mail est trop longue. Utilisez-en une d’au plus { $max } caractères.
}
error-email-taken = Il existe déjà un compte avec cette adresse e-mail. Connectez-vous ou utilisez une autre adresse.
error-email-international = Nous ne pouvons pas envoyer d’e-mail à cette adresse. Utilisez-en une qui n’a que les lettres a à z, des chiffres et des signes avant le @.
error-email-look-alike = Cette adresse e-mail mélange des lettres qui se ressemblent. Vérifiez son orthographe.
error-email-not-invited = Cette invitation est destinée à une autre adresse e-mail. Utilisez l’adresse invitée.
error-email-not-username = Le nom d’utilisateur de cette inscription est une autre adresse e-mail. Inscrivez-vous de nouveau avec un autre nom d’utilisateur.
error-email-domain-refused = Vous ne pouvez pas vous inscrire avec une adresse e-mail chez { $domain }. Utilisez-en une autre.
error-email-domain-disposable = Vous ne pouvez pas vous inscrire avec une adresse e-mail jetable. Utilisez une adresse permanente.
error-email-domain-of = Vous ne pouvez pas vous inscrire avec cette adresse e-mail. Utilisez-en une chez { $domains }.
error-email-domain-other = Vous ne pouvez pas vous inscrire avec une adresse e-mail chez { $domain }. Utilisez celle de votre organisation.
error-password-required = Saisissez un mot de passe.
error-password-too-short = { $min ->
    [one] Votre mot de passe est trop court. Utilisez au moins { $min } caractère.
   *[other] Votre mot de passe est trop court. Utilisez au moins { $min } caractères.
}
error-password-too-long = { $max ->
    [one] Votre mot de passe est trop long. Utilisez au plus { $max } caractère.
   *[other] Votre mot de passe est trop long. Utilisez au plus { $max } caractères.
}
error-password-too-common = Ce mot de passe est trop courant et facile à deviner. Choisissez-en un autre.
error-password-too-similar = Ce mot de passe ressemble trop à « { $word } », qui se trouve dans votre nom d’utilisateur, votre adresse ou le nom de ce site. Utilisez d’autres mots ou ajoutez-en.
error-password-mismatch = Les mots de passe ne correspondent pas. Saisissez le même dans les deux champs.
error-not-text = Envoyez ce champ sous forme de texte.
error-required = Remplissez « { $label } ».
error-not-accepted = Cochez « { $label } » pour continuer.
error-not-in-list = { $label } : choisissez une option dans la liste.
error-too-short = { $min ->
    [one] { $label } : utilisez au moins { $min } caractère.
   *[other] { $label } : utilisez au moins { $min } caractères.
}
error-too-long = { $max ->
    [one] { $label } : utilisez au plus { $max } caractère.
   *[other] { $label } : utilisez au plus { $max } caractères.
}
error-too-small = { $label } : saisissez { $min } ou plus.
error-too-large = { $label } : saisissez { $max } ou moins.
error-invalid-text = { $label } : envoyez la valeur sous forme de texte.
error-not-one-line = { $label } : utilisez une seule ligne, sans caractères de contrôle.
error-control-character = { $label } : supprimez les caractères de contrôle.
error-invalid-boolean = { $label } : envoyez true ou false.
error-invalid-integer = { $label } : saisissez un nombre entier.
error-invalid-email = { $label } : saisissez une adresse telle que nom@example.com.
error-invalid-uri = { $label } : saisissez une adresse web telle que https://example.com.
error-invalid-date = { $label } : saisissez une date sous la forme année-mois-jour, par exemple 2001-12-31.
error-invalid-pattern = { $label } : saisissez la valeur au format demandé.
error-invalid-as-said = { $label } : { $help }
error-captcha-required = Confirmez que vous êtes un être humain.
error-captcha-failed = Nous n’avons pas pu confirmer que vous êtes un être humain. Réessayez.
error-captcha-unavailable = Nous ne pouvons pas vérifier pour le moment que vous êtes un être humain. Réessayez dans quelques secondes.

## Pourquoi quelqu’un ne peut pas s’inscrire

denial-title = Vous ne pouvez pas vous inscrire ici
denial-other = L’inscription n’est pas ouverte à tous.
denial-registration-closed = Il n’est pas possible de créer un compte pour le moment.
denial-registration-paused = Les inscriptions sont suspendues pour un court moment. Réessayez plus tard.
denial-credential-required = L’inscription exige un justificatif d’accès, et aucun n’a été envoyé.
denial-credential-invalid = Le justificatif d’accès envoyé ne permet pas l’inscription.
denial-claim-required = L’inscription exige une connexion autorisée à inscrire d’autres personnes.
denial-openid-required = Inscrivez-vous avec l’un des services du formulaire. Ce site n’a pas de mots de passe.
denial-invitation-required = L’inscription se fait uniquement sur invitation. Ouvrez le lien de votre invitation.
denial-invitation-unknown = Cette invitation n’existe pas. Vérifiez que vous avez ouvert le lien en entier.
denial-invitation-spent = Cette invitation a déjà été utilisée. Si c’est vous qui l’avez utilisée, connectez-vous ou cherchez notre e-mail. Sinon, demandez-en une nouvelle.
denial-invitation-expired = Cette invitation a expiré. Demandez-en une nouvelle.
denial-invitation-revoked = Cette invitation a été retirée. Demandez-en une nouvelle.

## Les autres pages

complete-title = Consultez vos e-mails
complete-sent = Nous vous avons envoyé un lien par e-mail. Ouvrez-le pour activer votre compte.
complete-nothing = Toujours pas d’e-mail après quelques minutes ? Regardez dans le dossier des indésirables, ou { $link }.
complete-another-link = demandez un nouveau lien
active-title = Votre compte est actif
active-text = Vous pouvez maintenant vous connecter.
active-as-username = Votre nom d’utilisateur est { $username } et votre adresse e-mail est { $email }.
active-as-email = Votre adresse e-mail est { $email }.
confirmed-title = Votre adresse e-mail est confirmée
confirmed-text = Nous examinons votre inscription. Nous vous communiquerons la décision par e-mail.
closed-title = Les inscriptions sont fermées
closed-other = L’inscription n’est pas ouverte à tous.
closed-activation = Votre inscription est déjà faite ? Votre lien d’activation fonctionne toujours.
activate-title = Activez votre compte
activate-username = Vous êtes sur le point d’activer le compte { $username } avec l’adresse e-mail { $email }.
activate-email = Vous êtes sur le point d’activer le compte avec l’adresse e-mail { $email }.
activate-submit = Activer { $name }
activate-not-you-username = Ce n’est pas votre inscription ? Fermez cette page et rien ne se passera.
activate-not-you = Ce n’est pas votre inscription ? Fermez cette page et rien ne se passera.
resend-title = Demandez un nouveau lien d’activation
resend-text = Saisissez l’adresse e-mail de votre inscription. S’il y a un compte à activer, nous vous enverrons un nouveau lien. Les liens précédents fonctionnent jusqu’à leur expiration.
resend-submit = Envoyer le lien
resend-complete-title = Consultez vos e-mails
resend-complete-text = S’il y a un compte à activer avec cette adresse, nous vous avons envoyé un nouveau lien.
resend-complete-nothing = Toujours pas d’e-mail après quelques minutes ? Regardez dans le dossier des indésirables et vérifiez que l’adresse était correcte. Nous envoyons à une adresse au plus un e-mail par minute et quelques-uns par jour.

## Problèmes

problem-unreadable-title = Nous n’avons pas pu lire la requête
problem-body-not-utf8 = Le contenu n’est pas de l’UTF-8 valide.
problem-body-not-json = Le contenu n’est pas du JSON valide : { $reason }.
problem-body-not-object = Envoyez un objet JSON avec les champs du formulaire.
problem-body-repeated-name = L’objet JSON contient deux fois « { $name } ». Envoyez chaque nom une seule fois.
problem-body-not-base64 = Le contenu n’est pas du base64 valide.
problem-fields-not-utf8 = Les champs du formulaire ne sont pas de l’UTF-8 valide.
problem-idempotency-key = Envoyez Idempotency-Key avec 1 à 255 caractères ASCII visibles.
problem-cross-site-request = Un autre site a envoyé ce formulaire. Ouvrez le formulaire sur ce site et envoyez-le de là.
    .title = Ceci n’a pas été envoyé depuis notre page
problem-not-found = Il n’y a pas de page à cette adresse. Vérifiez que vous avez ouvert le lien en entier.
    .title = Page introuvable
problem-form-unknown = Il n’y a pas de formulaire d’inscription de ce type. Utilisez le lien que vous avez reçu, ou omettez le type.
    .title = Formulaire introuvable
problem-method-not-allowed = Cette adresse accepte { $allowed }.
    .title = Méthode non autorisée
problem-content-too-large = Envoyez au plus { $kibibytes } Kio.
    .title = La requête est trop volumineuse
problem-unsupported-media-type = Envoyez application/x-www-form-urlencoded ou application/json.
    .title = Type de contenu non pris en charge
problem-validation-failed = Certains champs doivent être corrigés.
    .title = Il y a un problème
problem-internal-error = L’erreur vient de nous et elle a été enregistrée. Réessayez plus tard.
    .title = Un problème est survenu
problem-service-unavailable = Réessayez dans quelques secondes.
    .title = Ce n’est pas possible pour l’instant
problem-activation-key-unknown = Vérifiez que vous avez ouvert le lien en entier. S’il ne fonctionne toujours pas, demandez-en un nouveau ou créez de nouveau votre compte.
    .title = Ce lien ne fonctionne pas
problem-activation-key-expired = Demandez un nouveau lien, ou créez de nouveau votre compte.
    .title = Ce lien a expiré
problem-uri-too-long = Raccourcissez l’adresse de la page à { $bytes } octets au plus après le point d’interrogation.
    .title = Cette adresse est trop longue
problem-sign-in-unknown = Elle a déjà été utilisée, a expiré ou a été commencée dans un autre navigateur. Recommencez ici.
    .title = Cette connexion ne peut pas continuer
problem-sign-in-denied = Rien n’a été enregistré. Vous pouvez réessayer ou vous inscrire autrement.
    .title = Vous ne vous êtes pas connecté avec { $provider }
problem-sign-in-invalid = Nous n’avons pas pu vérifier la réponse de { $provider }. Recommencez ici.
    .title = La connexion avec { $provider } a échoué
problem-provider-unavailable = Réessayez dans quelques secondes, ou inscrivez-vous autrement.
    .title = { $provider } est injoignable pour l’instant
problem-account-exists = Inutile de vous inscrire à nouveau. Connectez-vous à votre compte.
    .title = Vous avez déjà un compte
problem-already-activated = Il n’y a plus rien à faire. Vous pouvez vous connecter.
    .title = Ce compte est déjà actif
problem-account-disabled = Les responsables de ce site ont désactivé ce compte. Contactez-les si vous avez besoin d’aide.
    .title = Ce compte est désactivé
problem-activation-not-supported = Sur ce site, les comptes sont actifs dès leur création.
    .title = Il n’y a rien à activer
problem-awaiting-approval = Nous examinons votre inscription et vous communiquerons la décision par e-mail. Vous n’avez rien d’autre à faire.
    .title = Votre adresse e-mail est confirmée
problem-activation-denied-title = Ce compte ne peut pas être activé

## Proof of the person

finish-title = Terminez la création de votre compte
finish-text = Vous avez ouvert le lien que nous avons envoyé à { $email } : cette adresse est donc confirmée. Choisissez comment vous vous connecterez.
finish-submit = Créer le compte
complete-registered = Nous avons envoyé un lien à { $email }. Ouvrez-le pour activer votre compte.
complete-registered-link-or-code = Nous avons envoyé un code et un lien à { $email }. Saisissez le code ici, ou ouvrez le lien, pour activer votre compte.
complete-registered-code = Nous avons envoyé un code à { $email }. Saisissez-le ici pour activer votre compte.
complete-code-label = Code reçu par e-mail
complete-code-submit = Activer le compte
complete-no-email = Toujours pas d’e-mail après quelques minutes ? Regardez dans le dossier des indésirables et vérifiez que l’adresse est correcte.
complete-earlier = Un e-mail manque ? Le lien d’un e-mail précédent à cette adresse fonctionne aussi.
complete-again = Renvoyer l’e-mail
complete-again-code = Vous avez redemandé l’e-mail. Saisissez le code du dernier.
complete-again-link = Vous avez redemandé l’e-mail. Cela peut prendre quelques minutes.
complete-wrong-address = Mauvaise adresse ?
complete-wrong-address-text = Saisissez la bonne, et nous vous écrirons à cette adresse. Les liens envoyés à l’ancienne adresse n’activeront alors plus votre compte.
complete-change = Changer l’adresse
activate-not-mine = Vous n’avez pas créé ce compte ? { $link }, et personne d’autre ne pourra l’utiliser.
activate-start-over = Choisissez votre propre mot de passe
error-email-not-proven = Le lien a été envoyé à { $email }. Laissez cette adresse, ou inscrivez-vous de nouveau avec l’autre.
error-code-required = Saisissez le code reçu par e-mail.
error-code-invalid = Un code comporte 6 chiffres. Saisissez celui de l’e-mail.
problem-proof-required = Ouvrez le lien dans le navigateur où vous vous êtes inscrit, ou choisissez maintenant un mot de passe.
    .title = Terminez la création de votre compte
problem-start-over-required = Cette inscription ne peut plus être activée, par exemple parce que son nom est pris. Ouvrez le lien de l’e-mail et choisissez-y un nom et un mot de passe.
    .title = Terminez la création de votre compte
problem-registration-unknown = Elle a expiré ou a été faite ailleurs. Ouvrez le lien de l’e-mail ou inscrivez-vous de nouveau.
    .title = Cette inscription n’existe pas
problem-code-wrong = { $left ->
    [0] Ce code est incorrect et a été essayé trop souvent. Ouvrez le lien de l’e-mail ou renvoyez l’e-mail.
    [one] Ce code est incorrect. Saisissez celui du dernier e-mail. Il vous reste { $left } essai.
   *[other] Ce code est incorrect. Saisissez celui du dernier e-mail. Il vous reste { $left } essais.
}
    .title = Ce code est incorrect
problem-code-expired = Ce code ne fonctionne plus. Ouvrez le lien de l’e-mail, qui fonctionne encore, ou renvoyez l’e-mail.
    .title = Ce code a expiré
problem-codes-paused = Trop de codes incorrects ont été saisis. Ouvrez le lien de l’e-mail ou réessayez dans une heure.
    .title = Les codes sont suspendus
problem-rate-limited = { $minutes ->
    [one] Trop de demandes sont venues de votre réseau. Attendez une minute, puis revenez en arrière et réessayez.
   *[other] Trop de demandes sont venues de votre réseau. Attendez { $minutes } minutes, puis revenez en arrière et réessayez.
}
    .title = Réessayez plus tard
problem-mail-budget-exhausted = Nous ne pouvons plus envoyer d’e-mails pour le moment, et donc pas créer de comptes. Réessayez plus tard.
    .title = L’inscription est suspendue
problem-idempotency-key-reused = Cet Idempotency-Key a été envoyé avec une autre inscription. Utilisez une nouvelle clé pour chaque inscription.
    .title = C’était une autre inscription
problem-not-correctable = L’adresse de cette inscription ne peut plus être changée. Inscrivez-vous de nouveau avec la bonne adresse.
    .title = L’adresse reste la même

## Approbation

approve-title = Décidez d’une inscription
approve-text = Cette personne s’est inscrite et a confirmé son adresse e-mail. Le compte deviendra actif si vous l’approuvez.
approve-type = Type
approve-since = Inscription
approve-submit = Approuver
approve-reject = Refuser
approve-help = Vous ne pourrez plus changer la décision ici. Nous la communiquerons à cette personne par e-mail et l’enregistrerons avec votre adresse.
approve-approved-title = Cette inscription est approuvée
approve-approved-by = { $by } l’a approuvée le { $time }.
approve-rejected-title = Cette inscription est refusée
approve-rejected-by = { $by } l’a refusée le { $time }.
error-decision-invalid = Choisissez « Approuver » ou « Refuser ».
problem-approval-key-unknown = Vérifiez que vous avez ouvert le lien en entier. S’il ne fonctionne toujours pas, utilisez la commande de l’e-mail.
    .title = Ce lien ne fonctionne pas
problem-approval-key-expired = Utilisez la commande de l’e-mail, qui fonctionne toujours.
    .title = Ce lien a expiré
problem-already-approved = { $by } l’a approuvée le { $time }. Votre décision n’a rien changé.
    .title = Cette inscription était déjà approuvée
problem-already-rejected = { $by } l’a refusée le { $time }. Votre décision n’a rien changé.
    .title = Cette inscription était déjà refusée

## The waiting list

waitlist-title = Rejoignez la liste d’attente
waitlist-text = Pour l’instant, les comptes sont créés sur invitation. Saisissez votre adresse e-mail et nous vous inviterons quand votre tour viendra.
waitlist-submit = Rejoindre la liste d’attente
waiting-title = Vous êtes sur la liste d’attente
waiting-text = Nous vous enverrons une invitation par e-mail quand votre tour viendra.
waiting-email = Si cette adresse n’était pas encore sur la liste, un e-mail à ce sujet est en route. Si vous vous inscrivez de nouveau, vous gardez votre place.
