## すべてのページ

languages = 言語
error-in-title = エラー: { $title }
register = アカウントを作成
another-link = 新しいリンクを受け取る
log-in = ログイン
log-in-instead = すでにアカウントをお持ちですか？{ $link }
openid-continue = { $provider } で続ける
openid-or = または
signed-in-email-proven = { $provider } でログインし、アドレス { $email } は確認済みです。あと少しだけ入力してください。
signed-in = { $provider } でログインしています。あと少しだけ入力してください。
terms-of-use = 利用規約
privacy-notice = プライバシーポリシー
new-tab = （新しいタブで開きます）

## フォーム

register-title = アカウントの作成
register-errors = 入力内容に問題があります
register-choose = 選択してください
register-optional = { $label }（任意）
register-submit = アカウントを作成
honeypot-label = この欄は空のままにしてください
bot-check-label = 人間であることの確認
bot-check-noscript = この確認には JavaScript が必要です。有効にして、ページを読み込み直してください。
password-show = パスワードを表示
password-hide = パスワードを隠す
password-shown = パスワードを表示しています。
password-hidden = パスワードを隠しています。
strength-short = 短すぎます。{ $min }文字以上にしてください。
strength-repetitive = 長さは十分ですが、繰り返しが多く、推測されやすいパスワードです。
strength-fair = 長さは十分です。長いほど安全になります。
strength-good = 十分な長さです。

field-username = ユーザー名
    .help = 文字、数字、@ . + - _ を使って入力してください。
field-email = メールアドレス
    .help = 確認用のリンクをこのアドレスにお送りします。
field-password = パスワード
    .help = { $min }文字以上で入力してください。いくつかの単語をつなげると覚えやすくなります。
field-password-confirm = パスワード（確認）
field-terms = [利用規約](terms)に同意します

## 項目の誤り

error-username-required = ユーザー名を入力してください。
error-username-invalid = このユーザー名には使えない文字が含まれています。文字、数字、@ . + - _ を使ってください。
error-username-too-long = ユーザー名が長すぎます。{ $max }文字以内で入力してください。
error-username-taken = このユーザー名はすでに使われています。別の名前を選んでください。
error-username-reserved = このユーザー名は予約されています。別の名前を選んでください。
error-username-look-alike = このユーザー名には、見た目の似た別の文字が混ざっています。1種類の文字体系で入力してください。
error-username-not-own-address = このユーザー名は、このフォームのものとは別のメールアドレスです。ご自身のメールアドレスを使うか、別のユーザー名を選んでください。
error-username-looks-like-link = このユーザー名はウェブアドレスのように見えます。ドットを使わないなど、別の名前を選んでください。
error-email-required = メールアドレスを入力してください。
error-email-invalid = メールアドレスの形式ではありません。name@example.com のように入力してください。
error-email-too-long = メールアドレスが長すぎます。{ $max }文字以内のものを使ってください。
error-email-taken = このメールアドレスのアカウントはすでにあります。ログインするか、別のアドレスを使ってください。
error-email-international = このアドレスにはメールを送信できません。@ の前が半角の英字・数字・記号だけのアドレスを使ってください。
error-email-look-alike = このメールアドレスには、見た目の似た別の文字が混ざっています。つづりを確認してください。
error-email-not-invited = この招待は別のメールアドレス宛てです。招待されたアドレスを使ってください。
error-email-not-username = この登録のユーザー名は別のメールアドレスです。別のユーザー名で登録し直してください。
error-email-domain-refused = { $domain } のメールアドレスでは登録できません。別のアドレスを使ってください。
error-email-domain-disposable = 使い捨てのメールアドレスでは登録できません。継続して使うアドレスを入力してください。
error-email-domain-of = このメールアドレスでは登録できません。{ $domains } のアドレスを使ってください。
error-email-domain-other = { $domain } のメールアドレスでは登録できません。所属する組織のアドレスを使ってください。
error-password-required = パスワードを入力してください。
error-password-too-short = パスワードが短すぎます。{ $min }文字以上で入力してください。
error-password-too-long = パスワードが長すぎます。{ $max }文字以内で入力してください。
error-password-too-common = このパスワードはよく使われていて、推測されやすいものです。別のパスワードを選んでください。
error-password-too-similar = このパスワードは、ユーザー名、メールアドレス、またはこのサイトの名前に含まれる「{ $word }」に似すぎています。別の言葉を使うか、言葉を追加してください。
error-password-mismatch = パスワードが一致していません。両方の欄に同じパスワードを入力してください。
error-not-text = この項目はテキストで送信してください。
error-required = 「{ $label }」を入力してください。
error-not-accepted = 続けるには「{ $label }」にチェックを入れてください。
error-not-in-list = { $label }: 一覧から選んでください。
error-too-short = { $label }: { $min }文字以上で入力してください。
error-too-long = { $label }: { $max }文字以内で入力してください。
error-too-small = { $label }: { $min }以上の値を入力してください。
error-too-large = { $label }: { $max }以下の値を入力してください。
error-invalid-text = { $label }: テキストで送信してください。
error-not-one-line = { $label }: 制御文字を使わず、1行で入力してください。
error-control-character = { $label }: 制御文字を取り除いてください。
error-invalid-boolean = { $label }: true または false を送信してください。
error-invalid-integer = { $label }: 整数を入力してください。
error-invalid-email = { $label }: name@example.com のようなアドレスを入力してください。
error-invalid-uri = { $label }: https://example.com のようなウェブアドレスを入力してください。
error-invalid-date = { $label }: 2001-12-31 のように、年-月-日の形で日付を入力してください。
error-invalid-pattern = { $label }: 指定された形式で入力してください。
error-invalid-as-said = { $label }: { $help }
error-captcha-required = 人間であることを確認してください。
error-captcha-failed = 人間であることを確認できませんでした。もう一度お試しください。
error-captcha-unavailable = 現在、人間であることの確認ができません。数秒後にもう一度お試しください。

## 登録できない理由

denial-title = ここでは登録できません
denial-other = この登録は一般公開されていません。
denial-registration-closed = 現在、新しいアカウントは作成できません。
denial-registration-paused = 登録の受付を一時的に停止しています。しばらくしてからもう一度お試しください。
denial-credential-required = 登録には認証情報が必要ですが、送信されていません。
denial-credential-invalid = 送信された認証情報では登録できません。
denial-claim-required = 登録には、ほかの人を登録できる権限でのログインが必要です。
denial-openid-required = フォームにあるサービスのいずれかで登録してください。このサイトにはパスワードがありません。
denial-invitation-required = 登録は招待制です。招待メールのリンクを開いてください。
denial-invitation-unknown = この招待は見つかりません。リンク全体が開かれているか確認してください。
denial-invitation-spent = この招待はすでに使用されています。ご本人が使用した場合は、ログインするか、お送りしたメールをご確認ください。そうでない場合は、新しい招待を依頼してください。
denial-invitation-expired = この招待は期限が切れています。新しい招待を依頼してください。
denial-invitation-revoked = この招待は取り消されました。新しい招待を依頼してください。

## その他のページ

complete-title = メールをご確認ください
complete-sent = メールでリンクをお送りしました。リンクを開いて、アカウントを有効にしてください。
complete-nothing = 数分たっても届かない場合は、迷惑メールフォルダーをご確認いただくか、{ $link }。
complete-another-link = 新しいリンクを受け取ってください
active-title = アカウントが有効になりました
active-text = ログインできます。
active-as-username = ユーザー名 { $username }、メールアドレス { $email } で登録されています。
active-as-email = メールアドレス { $email } で登録されています。
confirmed-title = メールアドレスを確認しました
confirmed-text = 登録内容を確認しています。結果はメールでお知らせします。
closed-title = 登録は受け付けていません
closed-other = どなたでも登録できるわけではありません。
closed-activation = すでに登録された方は、お送りしたリンクから引き続きアカウントを有効にできます。
activate-title = アカウントを有効にする
activate-username = メールアドレス { $email } のアカウント { $username } を有効にします。
activate-email = メールアドレス { $email } のアカウントを有効にします。
activate-submit = { $name } を有効にする
activate-not-you-username = このユーザー名で登録した覚えがない場合は、このページを閉じてください。何も起こりません。
activate-not-you = 登録した覚えがない場合は、このページを閉じてください。何も起こりません。
resend-title = 新しいリンクを受け取る
resend-text = 登録したメールアドレスを入力してください。有効にするアカウントがあれば、新しいリンクをお送りします。以前のリンクも、期限まで使えます。
resend-submit = リンクを送信
resend-complete-title = メールをご確認ください
resend-complete-text = このアドレスに有効にするアカウントがあれば、新しいリンクをお送りしました。
resend-complete-nothing = 数分たっても届かない場合は、迷惑メールフォルダーと、アドレスが正しいかをご確認ください。1つのアドレスにお送りするメールは、1分に1通、1日に数通までです。

## 問題

problem-unreadable-title = リクエストを読み取れませんでした
problem-body-not-utf8 = 本文が正しい UTF-8 ではありません。
problem-body-not-json = 本文が正しい JSON ではありません: { $reason }
problem-body-not-object = フォームの項目を持つ JSON オブジェクトを送信してください。
problem-body-repeated-name = JSONオブジェクトに「{ $name }」が2回あります。名前ごとに1回だけ送信してください。
problem-body-not-base64 = 本文が正しい Base64 ではありません。
problem-fields-not-utf8 = フォームの項目が正しい UTF-8 ではありません。
problem-idempotency-key = Idempotency-Key は、表示可能な ASCII 文字 1～255 文字で送信してください。
problem-cross-site-request = このフォームは別のサイトから送信されました。このサイトのフォームを開いて、そこから送信してください。
    .title = このサイトのページから送信されていません
problem-not-found = このアドレスにページはありません。リンク全体が開かれているか確認してください。
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
    .title = 入力内容に問題があります
problem-internal-error = こちらの不具合です。記録しましたので、しばらくしてからもう一度お試しください。
    .title = 問題が発生しました
problem-service-unavailable = 数秒後にもう一度お試しください。
    .title = 現在この操作はできません
problem-activation-key-unknown = リンク全体が開かれているか確認してください。それでも使えない場合は、新しいリンクを受け取るか、もう一度アカウントを作成してください。
    .title = このリンクは使えません
problem-activation-key-expired = 新しいリンクを受け取るか、もう一度アカウントを作成してください。
    .title = このリンクは期限が切れています
problem-uri-too-long = ページのアドレスの「?」より後を { $bytes } バイト以内にしてください。
    .title = アドレスが長すぎます
problem-sign-in-unknown = すでに使われたか、期限が切れたか、別のブラウザで始められました。ここからもう一度始めてください。
    .title = このログインは続けられません
problem-sign-in-denied = 何も保存されていません。もう一度試すか、別の方法で登録してください。
    .title = { $provider } でログインされませんでした
problem-sign-in-invalid = { $provider } の応答を確認できませんでした。ここからもう一度始めてください。
    .title = { $provider } でのログインに失敗しました
problem-provider-unavailable = 数秒後にもう一度試すか、別の方法で登録してください。
    .title = 現在 { $provider } に接続できません
problem-account-exists = もう一度登録する必要はありません。アカウントにログインしてください。
    .title = すでにアカウントがあります
problem-already-activated = これ以上の操作は必要ありません。ログインできます。
    .title = このアカウントはすでに有効です
problem-account-disabled = サイトの運営者がこのアカウントを停止しました。運営者にお問い合わせください。
    .title = このアカウントは停止されています
problem-activation-not-supported = このサイトのアカウントは、作成するとすぐに有効になります。
    .title = 有効にするものはありません
problem-awaiting-approval = 登録内容を確認しており、結果はメールでお知らせします。これ以上の操作は必要ありません。
    .title = メールアドレスを確認しました
problem-activation-denied-title = このアカウントは有効にできません

## Proof of the person

finish-title = アカウントの作成を完了する
finish-text = { $email } に送ったリンクが開かれたため、このアドレスは確認済みです。ログインに使う情報を決めてください。
finish-submit = アカウントを作成
complete-registered = { $email } にリンクを送りました。開いてアカウントを有効にしてください。
complete-registered-link-or-code = { $email } にコードとリンクを送りました。ここにコードを入力するか、リンクを開いて、アカウントを有効にしてください。
complete-registered-code = { $email } にコードを送りました。ここに入力してアカウントを有効にしてください。
complete-code-label = メールのコード
complete-code-submit = アカウントを有効にする
complete-no-email = 数分たっても届かない場合は、迷惑メールフォルダーと、アドレスが正しいかをご確認ください。
complete-earlier = 届かないメールがあっても、このアドレスに届いた以前のメールのリンクを使えます。
complete-again = メールをもう一度送る
complete-again-code = メールの再送を受け付けました。最新のメールのコードを入力してください。
complete-again-link = メールの再送を受け付けました。届くまで数分かかることがあります。
complete-wrong-address = アドレスが違いますか？
complete-wrong-address-text = 正しいアドレスを入力すると、そちらにメールを送ります。以前のアドレスに送ったリンクではアカウントを有効にできなくなります。
complete-change = アドレスを変更
activate-not-mine = このアカウントを登録した覚えがありませんか？{ $link }。そうすれば、ほかの人は使えません。
activate-start-over = 自分のパスワードを決めてください
error-email-not-proven = リンクは { $email } に送られました。アドレスはそのままにするか、別のアドレスで登録し直してください。
error-code-required = メールのコードを入力してください。
error-code-invalid = コードは6桁の数字です。メールのコードを入力してください。
problem-proof-required = 登録したブラウザーでリンクを開くか、今パスワードを決めてください。
    .title = アカウントの作成を完了する
problem-start-over-required = 名前が別の人に使われたなどの理由で、この登録は有効にできません。メールのリンクを開き、そこで名前とパスワードを決めてください。
    .title = アカウントの作成を完了する
problem-registration-unknown = 期限が切れたか、別の場所で作られた登録です。メールのリンクを開くか、もう一度登録してください。
    .title = この登録はありません
problem-code-wrong = { $left ->
    [0] コードが違います。入力できる回数を超えました。メールのリンクを開くか、メールをもう一度送ってください。
   *[other] コードが違います。最新のメールのコードを入力してください。あと{ $left }回入力できます。
}
    .title = コードが違います
problem-code-expired = このコードはもう使えません。引き続き使えるメールのリンクを開くか、メールをもう一度送ってください。
    .title = コードの有効期限が切れました
problem-codes-paused = 間違ったコードが何度も入力されました。メールのリンクを開くか、1時間後にもう一度お試しください。
    .title = コードは一時的に使えません
problem-rate-limited = お使いのネットワークからの操作が多すぎます。{ $minutes }分待ってから前のページに戻り、もう一度お試しください。
    .title = 後でもう一度お試しください
problem-mail-budget-exhausted = 現在これ以上メールを送れないため、アカウントを作成できません。後でもう一度お試しください。
    .title = 登録は一時停止中です
problem-idempotency-key-reused = このIdempotency-Keyは別の登録で使われました。登録ごとに新しいキーを使ってください。
    .title = 別の登録です
problem-not-correctable = この登録のアドレスはもう変更できません。正しいアドレスでもう一度登録してください。
    .title = アドレスは変更されません

## 承認

approve-title = 登録を承認するか決めてください
approve-text = この方は登録を行い、メールアドレスを確認済みです。承認するとアカウントが有効になります。
approve-type = 種類
approve-since = 登録日時
approve-submit = 承認する
approve-reject = 却下する
approve-help = 決定は、あとからここで変更できません。結果はこの方にメールでお知らせし、あなたのアドレスとともに記録します。
approve-approved-title = この登録は承認されました
approve-approved-by = { $by } が { $time } に承認しました。
approve-rejected-title = この登録は却下されました
approve-rejected-by = { $by } が { $time } に却下しました。
error-decision-invalid = 「承認する」または「却下する」を選んでください。
problem-approval-key-unknown = リンク全体が開かれているか確認してください。それでも使えない場合は、メールにあるコマンドを使ってください。
    .title = このリンクは使えません
problem-approval-key-expired = メールにあるコマンドは引き続き使えます。そちらを使ってください。
    .title = このリンクは期限が切れています
problem-already-approved = { $by } が { $time } に承認しました。今回の決定による変更はありません。
    .title = この登録はすでに承認されています
problem-already-rejected = { $by } が { $time } に却下しました。今回の決定による変更はありません。
    .title = この登録はすでに却下されています

## The waiting list

waitlist-title = 順番待ちリストへの登録
waitlist-text = 現在、アカウントは招待制です。メールアドレスを入力してください。順番が来ましたらご招待します。
waitlist-submit = 順番待ちリストに登録
waiting-title = 順番待ちリストに登録されています
waiting-text = 順番が来ましたら、招待メールをお送りします。
waiting-email = このアドレスが初めて登録された場合は、確認のメールをお送りします。もう一度登録しても、順番は変わりません。
