date-time = { $year }年{ $month }月{ $day }日 { $clock }（UTC）
