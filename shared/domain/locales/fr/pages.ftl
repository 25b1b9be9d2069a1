## Toutes les pages

languages = Langue
error-in-title = Erreur : { $title }
register = S’inscrire
another-link = Demander un autre lien

## Le formulaire

register-title = Créez votre compte
register-errors = Veuillez corriger ce qui suit
register-choose = Choisissez
register-optional = { $label } (facultatif)
register-submit = Créer le compte
honeypot-label = Laissez ce champ vide
bot-check-label = Vérification que vous n’êtes pas un robot
bot-check-noscript = La vérification que vous n’êtes pas un robot nécessite JavaScript. Activez-le et rechargez cette page.
password-show = Afficher le mot de passe
password-hide = Masquer le mot de passe
password-shown = Le mot de passe est affiché.
password-hidden = Le mot de passe est masqué.
strength-short = { $min ->
    [one] Encore trop court : il faut au moins { $min } caractère.
   *[other] Encore trop court : il faut au moins { $min } caractères.
}
strength-repetitive = Assez long, mais répétitif : facile à deviner.
strength-fair = Assez long. Plus il est long, plus il est sûr.
strength-good = Long : c’est bien.

field-username = Nom d’utilisateur
    .help = Lettres, chiffres et @ . + - _
field-email = Adresse e-mail
    .help = Nous envoyons un lien à cette adresse.
field-password = Mot de passe
    .help = { $min ->
        [one] Au moins { $min } caractère.
       *[other] Au moins { $min } caractères.
    } Quelques mots à la suite sont faciles à retenir.
field-password-confirm = Mot de passe, encore une fois
field-terms = J’accepte les conditions d’utilisation

## Ce qui ne va pas dans un champ

error-username-required = Saisissez un nom d’utilisateur.
error-username-invalid = Utilisez uniquement des lettres, des chiffres et @ . + - _
error-username-taken = Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.
error-username-reserved = Ce nom d’utilisateur est réservé. Choisissez-en un autre.
error-username-look-alike = Ce nom d’utilisateur mélange des lettres qui se ressemblent. Utilisez les lettres d’un seul alphabet.
error-email-required = Saisissez une adresse e-mail.
error-email-invalid = Saisissez une adresse e-mail valide, par exemple nom@example.com.
error-email-taken = Il existe déjà un compte avec cette adresse. Connectez-vous avec celui-ci.
error-email-international = Utilisez une adresse qui n’a que les lettres a à z, des chiffres et des signes avant le @ : nous ne pouvons pas écrire aux autres.
error-email-look-alike = Cette adresse mélange des lettres qui se ressemblent. Vérifiez son orthographe.
error-email-not-invited = Cette invitation est destinée à une autre adresse. Utilisez celle à laquelle elle a été envoyée.
error-email-domain-refused = L’inscription n’est pas possible avec une adresse chez { $domain }. Utilisez une autre adresse.
error-email-domain-disposable = L’inscription n’est pas possible avec une adresse jetable. Utilisez une adresse durable.
error-email-domain-of = Utilisez une adresse chez { $domains }.
error-email-domain-other = L’inscription n’est pas possible avec une adresse chez { $domain }. Utilisez celle de votre organisation.
error-password-required = Saisissez un mot de passe.
error-password-too-short = { $min ->
    [one] Utilisez au moins { $min } caractère.
   *[other] Utilisez au moins { $min } caractères.
} Quelques mots à la suite sont faciles à retenir.
error-password-too-common = Ce mot de passe est trop courant : il serait essayé parmi les premiers. Choisissez-en un autre.
error-password-too-similar = Ce mot de passe ressemble trop à votre nom d’utilisateur, à votre adresse ou au nom de ce site. Choisissez-en un autre.
error-password-mismatch = Saisissez le même mot de passe dans les deux champs.
error-length-at-most = { $max ->
    [one] Utilisez au plus { $max } caractère.
   *[other] Utilisez au plus { $max } caractères.
}
error-not-text = Envoyez ce champ sous forme de texte.
error-required = Remplissez « { $label } ».
error-not-accepted = Cochez « { $label } » pour continuer.
error-not-in-list = { $label } : choisissez dans la liste.
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
error-invalid-boolean = { $label } : envoyez true ou false.
error-invalid-integer = { $label } : saisissez un nombre entier.
error-invalid-email = { $label } : saisissez une adresse telle que nom@example.com.
error-invalid-uri = { $label } : saisissez une adresse web telle que https://example.com.
error-invalid-date = { $label } : saisissez une date sous la forme année-mois-jour, par exemple 2001-12-31.
error-invalid-pattern = { $label } : respectez la forme demandée.
error-invalid-as-said = { $label } : { $help }
error-captcha-required = Veuillez confirmer que vous n’êtes pas un robot.
error-captcha-failed = La vérification que vous n’êtes pas un robot a échoué. Veuillez la refaire.
error-captcha-unavailable = Nous ne pouvons pas vérifier pour le moment que vous n’êtes pas un robot. Veuillez réessayer dans quelques secondes.

## Pourquoi quelqu’un ne peut pas s’inscrire

denial-title = Vous ne pouvez pas vous inscrire ici
denial-other = Ce n’est pas ouvert à tous.
denial-registration-closed = Les nouvelles inscriptions ne sont pas acceptées actuellement.
denial-registration-paused = Les inscriptions sont suspendues pour un court moment. Veuillez réessayer plus tard.
denial-credential-required = L’inscription exige un justificatif d’accès, qui n’a pas été envoyé.
denial-credential-invalid = Le justificatif d’accès envoyé ne permet pas l’inscription.
denial-claim-required = L’inscription exige une connexion autorisée à inscrire d’autres personnes.
denial-invitation-required = L’inscription se fait sur invitation. Ouvrez le lien de celle que vous avez reçue.
denial-invitation-unknown = Cette invitation n’existe pas. Vérifiez que vous avez ouvert le lien en entier.
denial-invitation-spent = Cette invitation a déjà été utilisée. Si c’était vous, connectez-vous ou cherchez notre e-mail ; sinon, demandez-en une autre.
denial-invitation-expired = Cette invitation a expiré. Demandez-en une autre.
denial-invitation-revoked = Cette invitation a été retirée. Demandez-en une autre.

## Les autres pages

complete-title = Consultez vos e-mails
complete-sent = Nous envoyons un e-mail à l’adresse que vous avez indiquée. Ouvrez le lien qu’il contient pour activer votre compte.
complete-nothing = Toujours rien après quelques minutes ? Regardez dans le dossier des indésirables, ou { $link }.
complete-another-link = demandez un autre lien
complete-mistyped = L’adresse était erronée ? Revenez en arrière et renvoyez le formulaire avec la bonne adresse, sans rien changer d’autre.
active-title = Votre compte est actif
active-text = Votre compte est actif. Vous pouvez maintenant vous connecter.
confirmed-title = Votre adresse est confirmée
confirmed-text = Votre inscription est en cours d’examen. Vous recevrez un e-mail dès que la décision sera prise.
closed-title = Les inscriptions sont fermées
closed-other = L’inscription n’est pas ouverte à tous.
closed-activation = Si votre inscription est déjà faite, votre lien d’activation fonctionne toujours.
activate-title = Activez votre compte
activate-username = Vous activez ainsi le compte { $username } avec l’adresse { $email }.
activate-email = Vous activez ainsi le compte avec l’adresse { $email }.
activate-submit = Activer { $name }
activate-not-you-username = Vous n’avez pas fait d’inscription sous ce nom ? Fermez cette page et rien ne se passera.
activate-not-you = Vous n’avez pas fait d’inscription ? Fermez cette page et rien ne se passera.
resend-title = Demandez un autre lien d’activation
resend-text = Indiquez-nous l’adresse indiquée lors de votre inscription. S’il y a un compte à activer, un nouveau lien y sera envoyé. Les liens que vous avez déjà fonctionnent jusqu’à leur expiration.
resend-submit = Envoyer le lien
resend-complete-title = Consultez vos e-mails
resend-complete-text = S’il y a un compte à activer avec cette adresse, un nouveau lien est en route.
resend-complete-nothing = Toujours rien après quelques minutes ? Regardez dans le dossier des indésirables et vérifiez que l’adresse était correcte. Une adresse reçoit un e-mail par minute et quelques-uns par jour.

## Problèmes

problem-unreadable-title = La requête n’a pas pu être lue
problem-body-not-utf8 = Le contenu n’est pas de l’UTF-8 valide.
problem-body-not-json = Le contenu n’est pas du JSON valide : { $reason }.
problem-body-not-object = Envoyez un objet JSON avec les champs du formulaire.
problem-body-not-base64 = Le contenu n’est pas du base64 valide.
problem-fields-not-utf8 = Les champs du formulaire ne sont pas de l’UTF-8 valide.
problem-idempotency-key = Envoyez Idempotency-Key avec 1 à 255 caractères ASCII visibles.
problem-cross-site-request = Le formulaire a été envoyé depuis un autre site. Ouvrez la page sur ce site et envoyez-le de là.
    .title = Ceci n’a pas été envoyé depuis notre page
problem-not-found = Il n’y a pas de page à cette adresse.
    .title = Page introuvable
problem-form-unknown = Il n’y a pas de formulaire d’inscription de ce type. Utilisez le lien que vous avez reçu, ou omettez le type.
    .title = Ce formulaire n’existe pas
problem-method-not-allowed = Cette adresse répond à { $allowed }.
    .title = Méthode non autorisée
problem-content-too-large = Envoyez au plus { $kibibytes } Kio.
    .title = L’envoi est trop volumineux
problem-unsupported-media-type = Envoyez application/x-www-form-urlencoded ou application/json.
    .title = Type de contenu non pris en charge
problem-validation-failed = Certains champs doivent être corrigés.
    .title = Veuillez vérifier le formulaire
problem-internal-error = L’erreur vient de nous. Elle a été enregistrée.
    .title = Un problème est survenu
problem-service-unavailable = Veuillez réessayer dans quelques secondes.
    .title = Ce n’est pas possible pour l’instant
problem-activation-key-unknown = Vérifiez que vous avez ouvert le lien en entier. Sinon, demandez-en un autre ou inscrivez-vous à nouveau.
    .title = Ce lien ne fonctionne pas
problem-activation-key-expired = Le délai d’activation est écoulé. Demandez un autre lien ou inscrivez-vous à nouveau.
    .title = Ce lien a expiré
problem-already-activated = Il n’y a plus rien à faire : connectez-vous.
    .title = Ce compte est déjà actif
problem-account-disabled = Ce compte a été désactivé. Adressez-vous aux responsables du site.
    .title = Ce compte est désactivé
problem-activation-not-supported = Sur ce site, les comptes sont actifs dès le départ.
    .title = Il n’y a rien à activer
problem-awaiting-approval = Vous n’avez plus rien à faire : votre inscription est en cours d’examen et un e-mail vous informera.
    .title = Cette adresse est confirmée
problem-activation-denied-title = Ce compte ne peut pas être activé
