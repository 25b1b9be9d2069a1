## すべてのページ

languages = 言語
error-in-title = エラー: { $title }
register = 登録する
another-link = 新しいリンクを受け取る

## フォーム

register-title = アカウントの作成
register-errors = 次の項目を修正してください
register-choose = 選択してください
register-optional = { $label }（任意）
register-submit = アカウントを作成
honeypot-label = この欄は空のままにしてください
bot-check-label = ロボットではないことの確認
bot-check-noscript = ロボットではないことの確認には JavaScript が必要です。JavaScript を有効にして、このページを読み込み直してください。
password-show = パスワードを表示
password-hide = パスワードを隠す
password-shown = パスワードを表示しています。
password-hidden = パスワードを隠しています。
strength-short = まだ短すぎます。{ $min }文字以上必要です。
strength-repetitive = 長さは十分ですが、同じ文字の繰り返しが多く、推測されやすいパスワードです。
strength-fair = 長さは十分です。長いほど安全になります。
strength-good = 十分に長く、良いパスワードです。

field-username = ユーザー名
    .help = 文字、数字、@ . + - _ を使用できます
field-email = メールアドレス
    .help = このアドレスにリンクをお送りします。
field-password = パスワード
    .help = { $min }文字以上。いくつかの単語をつなげると覚えやすくなります。
field-password-confirm = パスワード（確認）
field-terms = 利用規約に同意します

## 項目の誤り

error-username-required = ユーザー名を入力してください。
error-username-invalid = 文字、数字、@ . + - _ だけを使用してください。
error-username-taken = このユーザー名はすでに使われています。別の名前を選んでください。
error-username-reserved = このユーザー名は予約されています。別の名前を選んでください。
error-username-look-alike = このユーザー名には、見た目の似た別の文字が混ざっています。1種類の文字体系で入力してください。
error-email-required = メールアドレスを入力してください。
error-email-invalid = name@example.com のような正しいメールアドレスを入力してください。
error-email-taken = このアドレスのアカウントはすでにあります。ログインしてください。
error-email-international = @ の前が半角の英字・数字・記号だけのメールアドレスを使ってください。それ以外のアドレスにはメールを送信できません。
error-email-look-alike = このアドレスには、見た目の似た別の文字が混ざっています。つづりを確認してください。
error-email-not-invited = この招待は別のアドレス宛てです。招待されたアドレスを使用してください。
error-email-domain-refused = { $domain } のアドレスでは登録できません。別のアドレスを使用してください。
error-email-domain-disposable = 使い捨てのアドレスでは登録できません。継続して使うアドレスを使用してください。
error-email-domain-of = { $domains } のアドレスを使用してください。
error-email-domain-other = { $domain } のアドレスでは登録できません。所属する組織のアドレスを使用してください。
error-password-required = パスワードを入力してください。
error-password-too-short = { $min }文字以上で入力してください。いくつかの単語をつなげると覚えやすくなります。
error-password-too-common = このパスワードはよく使われていて、推測されやすいものです。別のパスワードを選んでください。
error-password-too-similar = このパスワードは、ユーザー名、メールアドレス、またはこのサイトの名前に似すぎています。別のパスワードを選んでください。
error-password-mismatch = 両方の欄に同じパスワードを入力してください。
error-length-at-most = { $max }文字以内で入力してください。
error-not-text = この項目はテキストで送信してください。
error-required = 「{ $label }」を入力してください。
error-not-accepted = 続けるには「{ $label }」にチェックを入れてください。
error-not-in-list = { $label }: 一覧から選んでください。
error-too-short = { $label }: { $min }文字以上で入力してください。
error-too-long = { $label }: { $max }文字以内で入力してください。
error-too-small = { $label }: { $min }以上の値を入力してください。
error-too-large = { $label }: { $max }以下の値を入力してください。
error-invalid-text = { $label }: テキストで送信してください。
error-invalid-boolean = { $label }: true または false を送信してください。
error-invalid-integer = { $label }: 整数を入力してください。
error-invalid-email = { $label }: name@example.com のようなアドレスを入力してください。
error-invalid-uri = { $label }: https://example.com のようなウェブアドレスを入力してください。
error-invalid-date = { $label }: 2001-12-31 のように、年-月-日の形で日付を入力してください。
error-invalid-pattern = { $label }: 指定された形式で入力してください。
error-invalid-as-said = { $label }: { $help }
error-captcha-required = ロボットではないことを確認してください。
error-captcha-failed = ロボットではないことを確認できませんでした。もう一度確認を行ってください。
error-captcha-unavailable = 現在、ロボットではないことの確認ができません。数秒後にもう一度お試しください。

## 登録できない理由

denial-title = ここでは登録できません
denial-other = この登録は一般公開されていません。
denial-registration-closed = 現在、新規登録を受け付けていません。
denial-registration-paused = 登録の受付を一時的に停止しています。しばらくしてからもう一度お試しください。
denial-credential-required = 登録には認証情報が必要ですが、送信されていません。
denial-credential-invalid = 送信された認証情報では登録できません。
denial-claim-required = 登録には、ほかの人を登録できる権限でのログインが必要です。
denial-invitation-required = 登録は招待制です。お送りした招待のリンクを開いてください。
denial-invitation-unknown = この招待は見つかりません。リンク全体が開かれているか確認してください。
denial-invitation-spent = この招待はすでに使用されています。ご本人が使用した場合は、ログインするか、お送りしたメールをご確認ください。そうでない場合は、新しい招待を依頼してください。
denial-invitation-expired = この招待は期限が切れています。新しい招待を依頼してください。
denial-invitation-revoked = この招待は取り消されました。新しい招待を依頼してください。

## その他のページ

complete-title = メールをご確認ください
complete-sent = ご入力いただいたアドレスにメールをお送りしています。メール内のリンクを開いて、アカウントを有効にしてください。
complete-nothing = 数分たっても届かない場合は、迷惑メールフォルダーをご確認いただくか、{ $link }。
complete-another-link = 新しいリンクをリクエストしてください
complete-mistyped = アドレスをお間違えでしたか？前のページに戻り、正しいアドレスを入力して、ほかの項目はそのままでもう一度送信してください。
active-title = アカウントは有効です
active-text = アカウントが有効になりました。ログインできます。
confirmed-title = メールアドレスを確認しました
confirmed-text = 現在、登録内容を確認しています。結果はメールでお知らせします。
closed-title = 登録は受け付けていません
closed-other = どなたでも登録できるわけではありません。
closed-activation = すでに登録された方は、お送りしたリンクから引き続きアカウントを有効にできます。
activate-title = アカウントを有効にする
activate-username = アドレス { $email } のアカウント { $username } を有効にします。
activate-email = アドレス { $email } のアカウントを有効にします。
activate-submit = { $name } を有効にする
activate-not-you-username = この名前で登録した覚えがない場合は、このページを閉じてください。何も起こりません。
activate-not-you = 登録した覚えがない場合は、このページを閉じてください。何も起こりません。
resend-title = 新しいリンクを受け取る
resend-text = 登録したアドレスを入力してください。有効にするアカウントがあれば、新しいリンクをお送りします。すでにお持ちのリンクも、期限までそのまま使えます。
resend-submit = リンクを送信
resend-complete-title = メールをご確認ください
resend-complete-text = このアドレスに有効にするアカウントがあれば、新しいリンクをお送りしています。
resend-complete-nothing = 数分たっても届かない場合は、迷惑メールフォルダーと、アドレスが正しいかをご確認ください。1つのアドレスにお送りするメールは、1分に1通、1日に数通までです。

## 問題

problem-unreadable-title = リクエストを読み取れませんでした
problem-body-not-utf8 = 本文が正しい UTF-8 ではありません。
problem-body-not-json = 本文が正しい JSON ではありません: { $reason }
problem-body-not-object = フォームの項目を持つ JSON オブジェクトを送信してください。
problem-body-not-base64 = 本文が正しい Base64 ではありません。
problem-fields-not-utf8 = フォームの項目が正しい UTF-8 ではありません。
problem-idempotency-key = Idempotency-Key は、表示可能な ASCII 文字 1～255 文字で送信してください。
problem-cross-site-request = フォームが別のサイトから送信されました。このサイトのページを開いて、そこから送信してください。
    .title = このサイトのページから送信されていません
problem-not-found = このアドレスにページはありません。
    .title = ページが見つかりません
problem-form-unknown = この種類の登録フォームはありません。お受け取りになったリンクを使うか、種類の指定を外してください。
    .title = フォームが見つかりません
problem-method-not-allowed = このアドレスで使えるメソッドは { $allowed } です。
    .title = 使用できないメソッドです
problem-content-too-large = { $kibibytes } KiB 以内で送信してください。
    .title = 送信内容が大きすぎます
problem-unsupported-media-type = application/x-www-form-urlencoded または application/json で送信してください。
    .title = 対応していない形式です
problem-validation-failed = 修正が必要な項目があります。
    .title = フォームをご確認ください
problem-internal-error = こちらの不具合です。記録しました。
    .title = 問題が発生しました
problem-service-unavailable = 数秒後にもう一度お試しください。
    .title = 現在この操作はできません
problem-activation-key-unknown = リンク全体が開かれているか確認してください。または、新しいリンクを受け取るか、もう一度登録してください。
    .title = このリンクは使えません
problem-activation-key-expired = アカウントを有効にできる期間が過ぎました。新しいリンクを受け取るか、もう一度登録してください。
    .title = このリンクは期限が切れています
problem-already-activated = これ以上の操作は必要ありません。ログインしてください。
    .title = このアカウントはすでに有効です
problem-account-disabled = このアカウントは停止されています。サイトの運営者にお問い合わせください。
    .title = このアカウントは停止されています
problem-activation-not-supported = このサイトのアカウントは最初から有効です。
    .title = 有効にするものはありません
problem-awaiting-approval = これ以上の操作は必要ありません。登録内容を確認しており、結果はメールでお知らせします。
    .title = このアドレスは確認済みです
problem-activation-denied-title = このアカウントは有効にできません
