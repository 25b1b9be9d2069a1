mail-hello = こんにちは。

activation-subject = { $site } のアカウントを有効にしてください
activation-username = このアドレスとユーザー名 { $username } で、{ $site } への登録がありました。
activation-email = このアドレスで、{ $site } への登録がありました。
activation-open = アカウントを有効にするには、次のリンクを開いて、そこにあるボタンを押してください。
activation-until = このリンクの有効期間は{ $duration }です。{ $time } まで使えます。
activation-not-you-username = この名前で登録した覚えがない場合は、何もする必要はありません。アカウントが有効になることはありません。
activation-not-you = 登録した覚えがない場合は、何もする必要はありません。アカウントが有効になることはありません。

account-exists-subject = { $site } のアカウントはすでにあります
account-exists-username = このアドレスを使って、{ $site } にユーザー名 { $username } を登録しようとした方がいます。このアドレスのアカウントはすでにあるため、新しいアカウントは作成されません。
account-exists-email = このアドレスを使って、{ $site } に登録しようとした方がいます。このアドレスのアカウントはすでにあるため、新しいアカウントは作成されません。
account-exists-resend = { $site } で、このアドレス宛ての新しいリンクの依頼がありました。このアドレスのアカウントはすでに有効で、ほかに有効にするものはありません。
account-exists-what-to-do = ご本人の操作であれば、お持ちのアカウントでログインしてください。覚えがない場合も、何もする必要はありません。アカウントに侵入されたわけではありません。

awaiting-approval-subject = { $site }: { $name } さんが承認を待っています
awaiting-approval-who = { $name } さんが { $site } に登録し、承認を待っています。
awaiting-approval-username = ユーザー名: { $username }
awaiting-approval-email = アドレス: { $email }（確認済み）
awaiting-approval-type = 種類: { $type }
awaiting-approval-field = { $name }: { $value }
awaiting-approval-since = 登録日時: { $time }
awaiting-approval-decide = 承認または却下するには:

approved-subject = { $site } のアカウントが有効になりました
approved-username = { $site } での { $username } としての登録が承認されました。アカウントは有効です。ログインできます。
approved-email = { $site } での登録が承認されました。アカウントは有効です。ログインできます。

rejected-subject = { $site } での登録について
rejected-username = { $site } での { $username } としての登録は承認されませんでした。現在、このアドレスのアカウントはありません。
rejected-email = { $site } での登録は承認されませんでした。現在、このアドレスのアカウントはありません。

invitation-subject = { $site } へのご招待
invitation-open = { $site } への登録にご招待します。次のリンクを開いて登録してください。
invitation-until = このリンクは { $time } まで有効です。
invitation-not-known = お心当たりがない場合は、何もする必要はありません。

## 時間

duration-days = { $count }日間
duration-hours = { $count }時間
duration-minutes = { $count }分間
duration-seconds = { $count }秒間
date-time = { $year }年{ $month }月{ $day }日 { $clock }（UTC）
