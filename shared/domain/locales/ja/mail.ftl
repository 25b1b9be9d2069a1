mail-hello = こんにちは。
mail-log-in = ログイン
mail-bare-link = ボタンが使えない場合は、次のリンクをブラウザーに貼り付けてください。
mail-why = このメールは、{ $site } でこのアドレスが使用されたためお送りしています。

activation-subject = { $site } のアカウントを有効にしてください
activation-code = { $site } のコードは { $code } です。{ $duration }以内に、登録したページで入力してください。
activation-username = { $time } に、このメールアドレスとユーザー名 { $username } で、{ $site } への登録がありました。
activation-email = { $time } に、このメールアドレスで、{ $site } への登録がありました。
activation-button = アカウントを有効にする
activation-open = アカウントを有効にするには、次のリンクを開き、ページのボタンを押してください。
activation-elsewhere = 別の端末では、代わりに次のリンクを開き、そこでパスワードを決めてください。
activation-finish-button = アカウントの作成を完了する
activation-until = このリンクの有効期間は{ $duration }です。{ $time } まで使えます。
activation-not-you-username = このユーザー名で登録した覚えがない場合は、このメールを無視してください。アカウントが有効になることはありません。
activation-not-you = 登録した覚えがない場合は、このメールを無視してください。アカウントが有効になることはありません。
activation-make-yours = または、別のブラウザーでリンクを開いてご自分のパスワードを決めてください。そうすれば、ほかの人はこのアカウントを使えません。

account-exists-subject = { $site } のアカウントはすでにあります
account-exists-username = このメールアドレスとユーザー名 { $username } で、{ $site } に登録しようとした方がいます。このアドレスのアカウントはすでにあるため、新しいアカウントは作成していません。
account-exists-email = このメールアドレスで、{ $site } に登録しようとした方がいます。このアドレスのアカウントはすでにあるため、新しいアカウントは作成していません。
account-exists-resend = { $site } で、このメールアドレス宛ての新しいリンクの依頼がありました。このアドレスのアカウントはすでにあるため、有効にするものはありません。
account-exists-what-to-do = ご本人の操作であれば、お持ちのアカウントでログインしてください。覚えがない場合も、何もする必要はありません。アカウントに侵入されたわけではありません。

awaiting-approval-subject = { $site }: { $name } さんが承認を待っています
awaiting-approval-who = { $name } さんが { $site } に登録し、承認を待っています。
awaiting-approval-username = ユーザー名: { $username }
awaiting-approval-email = メールアドレス: { $email }（確認済み）
awaiting-approval-type = 種類: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = 登録日時: { $time }
awaiting-approval-button = 登録内容を確認する
awaiting-approval-open = 承認または却下するには、次のリンクを開き、ページのボタンを押してください。
awaiting-approval-until = このリンクは { $time } まで有効です。あなた専用のリンクで、決定はあなたのアドレスとともに記録されます。このメールを転送しないでください。
awaiting-approval-commands = または、次のコマンドのいずれかを実行してください。
awaiting-approval-decide = 承認または却下するには:
awaiting-approval-why = このメールは、{ $site } の登録を承認する方にお送りしています。

approved-subject = { $site } のアカウントが有効になりました
approved-username = { $site } での { $username } としての登録が承認されました。ログインできます。
approved-email = { $site } での登録が承認されました。ログインできます。

rejected-subject = { $site } での登録について
rejected-username = { $site } での { $username } としての登録は承認されませんでした。このメールアドレスのアカウントはありません。
rejected-email = { $site } での登録は承認されませんでした。このメールアドレスのアカウントはありません。

invitation-subject = { $site } へのご招待
invitation-subject-by = { $inviter }さんから { $site } へのご招待
invitation-text = { $site } のアカウント作成にご招待します。
invitation-text-by = { $inviter }さんが、{ $site } のアカウント作成に招待しています。
invitation-button = アカウントを作成
invitation-open = 次のリンクを開いてください。
invitation-until = このリンクは { $time } まで有効です。
invitation-not-known = お心当たりがない場合は、このメールを無視してください。
invitation-why = このメールは、{ $site } にこのアドレスが招待されたためお送りしています。

waitlist-joined-subject = { $site } の順番待ちリストに登録されました
waitlist-joined-text = { $time } に、このメールアドレスが { $site } の順番待ちリストに登録されました。
waitlist-joined-next = 今すぐ必要な操作はありません。順番が来ましたら、招待メールをお送りします。
waitlist-joined-not-you = お心当たりがない場合は、このメールを無視してください。ご本人の操作なしにアカウントが作成されることはありません。

## 時間

duration-days = { $count }日間
duration-hours = { $count }時間
duration-minutes = { $count }分間
duration-seconds = { $count }秒間
