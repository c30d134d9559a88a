"""What is owed for a period, and why: pure rules over measurements, exact money, no I/O and no clock.

A rule (one file in `incentives`) reads its terms and a `View` of measurements and gives an `Outcome`: lines with
reasons down to the counts. `statement.settle` joins the outcomes of an agreement into one `Statement`, whose
parts always sum to the whole; `examples` runs the worked examples that both parties signed, `checking` finds
terms that cannot be settled, `advice` terms that invite the wrong behaviour.
"""
