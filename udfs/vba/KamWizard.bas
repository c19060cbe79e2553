Option Explicit
Option Private Module

' Made from the catalogue of functions.

' The texts of the function wizard. Without them the functions work all the same, so
' whatever Excel objects to is passed over. Excel refuses them for a hidden workbook in
' some versions; then the add-in shows itself for that moment.
Public Sub DescribeFunctions()
    Dim german As Boolean
    Dim hidden As Boolean

    german = InGerman()
    hidden = ThisWorkbook.IsAddin
    On Error GoTo Shown
    DescribeAll german
    Exit Sub
Shown:
    Resume Again
Again:
    On Error GoTo Restored
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False
    DescribeAll german
Restored:
    ThisWorkbook.IsAddin = hidden
    If hidden Then ThisWorkbook.Saved = True
    Application.ScreenUpdating = True
End Sub

Private Sub DescribeAll(ByVal german As Boolean)
    If german Then
        German_KAM_SCORE
        German_KAM_TIER
        German_KAM_RANK
        German_KAM_SCORES
        German_KAM_COVERAGE
        German_KAM_BAND
        German_KAM_RESCALE
        German_KAM_QUADRANT
        German_KAM_ICP_MATCH
        German_KAM_EXPLAIN
        German_KAM_CRITICAL_WEIGHT
        German_KAM_STABILITY
        German_KAM_AHP
        German_KAM_AHP_CR
        German_KAM_SHARE
        German_KAM_HHI
        German_KAM_TOP_SHARE
        German_KAM_HHI_NORM
        German_KAM_EFFECTIVE
        German_KAM_N50
        German_KAM_GINI
        German_KAM_HHI_BOUNDS
        German_KAM_ABC
        German_KAM_XYZ
        German_KAM_CONC_LEVEL
        German_KAM_GROUP
        German_KAM_CLV
        German_KAM_CAGR
        German_KAM_SOW
        German_KAM_STRESS
        German_KAM_VERSION
    Else
        English_KAM_SCORE
        English_KAM_TIER
        English_KAM_RANK
        English_KAM_SCORES
        English_KAM_COVERAGE
        English_KAM_BAND
        English_KAM_RESCALE
        English_KAM_QUADRANT
        English_KAM_ICP_MATCH
        English_KAM_EXPLAIN
        English_KAM_CRITICAL_WEIGHT
        English_KAM_STABILITY
        English_KAM_AHP
        English_KAM_AHP_CR
        English_KAM_SHARE
        English_KAM_HHI
        English_KAM_TOP_SHARE
        English_KAM_HHI_NORM
        English_KAM_EFFECTIVE
        English_KAM_N50
        English_KAM_GINI
        English_KAM_HHI_BOUNDS
        English_KAM_ABC
        English_KAM_XYZ
        English_KAM_CONC_LEVEL
        English_KAM_GROUP
        English_KAM_CLV
        English_KAM_CAGR
        English_KAM_SOW
        English_KAM_STRESS
        English_KAM_VERSION
    End If
End Sub

Private Sub Describe(ByVal functionName As String, ByVal help As String, _
        ByVal arguments As Variant)
    If UBound(arguments) < LBound(arguments) Then
        Application.MacroOptions Macro:=functionName, Description:=help, _
            Category:="kamxl"
    Else
        Application.MacroOptions Macro:=functionName, Description:=help, _
            Category:="kamxl", ArgumentDescriptions:=arguments
    End If
End Sub

Private Sub English_KAM_SCORE()
    Describe "KAM_SCORE", _
        "Weighted score of one account, or of each row of a block. Blank and ? are left out and the other weights count in proportion; #N/A when too little of the weight is rated.", _
        Array( _
            "One account's ratings in a row or a column, or a block with a row an account.", _
            "One weight a criterion, in a row or a column; blank is 0. The sum need not be 100.", _
            "1 where high is good, -1 where high is bad; blank is 1.", _
            "Where the scale ends: 10 (1 to 10) or 100 (1 to 100).", _
            "Share of the weight that must be rated for a score, 0 to 1.")
End Sub

Private Sub German_KAM_SCORE()
    Describe "KAM_SCORE", _
        "Gewichteter Punktwert eines Kunden oder jeder Zeile eines Blocks. Leer und ? zählen nicht, die übrigen Gewichte gelten im Verhältnis; #NV, wenn zu wenig Gewicht bewertet ist.", _
        Array( _
            "Bewertungen eines Kunden in Zeile oder Spalte, oder ein Block mit einer Zeile je Kunde.", _
            "Ein Gewicht je Kriterium, in Zeile oder Spalte; leer ist 0. Die Summe muss nicht 100 sein.", _
            "1, wo hoch gut ist, -1, wo hoch schlecht ist; leer ist 1.", _
            "Wo die Skala endet: 10 (1 bis 10) oder 100 (1 bis 100).", _
            "Anteil des Gewichts, der für einen Punktwert bewertet sein muss, 0 bis 1.")
End Sub

Private Sub English_KAM_TIER()
    Describe "KAM_TIER", _
        "Tier A to D of a score, or of each score of a range; a score on a border reaches the better tier.", _
        Array( _
            "A score, or a range of scores; errors stay in their cells.", _
            "Least score for tier A, on the scale 1 to 10 whatever scale_high is.", _
            "Least score for tier B, on the scale 1 to 10 whatever scale_high is.", _
            "Least score for tier C, on the scale 1 to 10 whatever scale_high is.", _
            "Where the scale ends: 10 (1 to 10) or 100 (1 to 100).")
End Sub

Private Sub German_KAM_TIER()
    Describe "KAM_TIER", _
        "Klasse A bis D eines Punktwerts oder jedes Punktwerts eines Bereichs; wer die Grenze genau trifft, gehört zur besseren Klasse.", _
        Array( _
            "Ein Punktwert oder ein Bereich; Fehler bleiben in ihren Zellen.", _
            "Mindestpunktwert für Klasse A, auf der Skala 1 bis 10, gleich was scale_high ist.", _
            "Mindestpunktwert für Klasse B, auf der Skala 1 bis 10, gleich was scale_high ist.", _
            "Mindestpunktwert für Klasse C, auf der Skala 1 bis 10, gleich was scale_high ist.", _
            "Wo die Skala endet: 10 (1 bis 10) oder 100 (1 bis 100).")
End Sub

Private Sub English_KAM_RANK()
    Describe "KAM_RANK", _
        "Rank of one score among scores, or of each of them: 1 is the highest, equal scores (9 digits) share a rank and the next is skipped.", _
        Array( _
            "All scores; blank and #N/A have no rank.", _
            "One of the scores; left out: a rank for each.")
End Sub

Private Sub German_KAM_RANK()
    Describe "KAM_RANK", _
        "Rang eines Punktwerts unter Punktwerten oder jedes von ihnen: 1 ist der höchste, gleiche (9 Stellen) teilen sich einen Rang, der nächste entfällt.", _
        Array( _
            "Alle Punktwerte; leer und #NV haben keinen Rang.", _
            "Einer der Punktwerte; ohne Angabe: ein Rang für jeden.")
End Sub

Private Sub English_KAM_SCORES()
    Describe "KAM_SCORES", _
        "For each row of ratings four cells: score, share of the weight that is rated, and the lowest and highest score that the missing ratings leave open.", _
        Array( _
            "One account's ratings in a row or a column, or a block with a row an account.", _
            "One weight a criterion, in a row or a column; blank is 0. The sum need not be 100.", _
            "1 where high is good, -1 where high is bad; blank is 1.", _
            "Where the scale ends: 10 (1 to 10) or 100 (1 to 100).")
End Sub

Private Sub German_KAM_SCORES()
    Describe "KAM_SCORES", _
        "Für jede Zeile von Bewertungen vier Zellen: Punktwert, bewerteter Anteil des Gewichts, niedrigster und höchster Punktwert, den fehlende Bewertungen offen lassen.", _
        Array( _
            "Bewertungen eines Kunden in Zeile oder Spalte, oder ein Block mit einer Zeile je Kunde.", _
            "Ein Gewicht je Kriterium, in Zeile oder Spalte; leer ist 0. Die Summe muss nicht 100 sein.", _
            "1, wo hoch gut ist, -1, wo hoch schlecht ist; leer ist 1.", _
            "Wo die Skala endet: 10 (1 bis 10) oder 100 (1 bis 100).")
End Sub

Private Sub English_KAM_COVERAGE()
    Describe "KAM_COVERAGE", _
        "Share of the weight that is rated, of one account or of each row of a block.", _
        Array( _
            "One account's ratings in a row or a column, or a block with a row an account.", _
            "One weight a criterion, in a row or a column; blank is 0. The sum need not be 100.")
End Sub

Private Sub German_KAM_COVERAGE()
    Describe "KAM_COVERAGE", _
        "Anteil des Gewichts, der bewertet ist, für einen Kunden oder jede Zeile eines Blocks.", _
        Array( _
            "Bewertungen eines Kunden in Zeile oder Spalte, oder ein Block mit einer Zeile je Kunde.", _
            "Ein Gewicht je Kriterium, in Zeile oder Spalte; leer ist 0. Die Summe muss nicht 100 sein.")
End Sub

Private Sub English_KAM_BAND()
    Describe "KAM_BAND", _
        "Rating 1 to 10 of a figure by its thresholds: the first is where rating 2 begins. Falling thresholds mean that less is better.", _
        Array( _
            "A figure or a range.", _
            "Up to nine, for the ratings 2 to 10; blank leaves a rating out.", _
            """step"" holds a rating up to the next threshold, ""linear"" rises evenly.", _
            "Only linear: the figure at which the rating is 1.")
End Sub

Private Sub German_KAM_BAND()
    Describe "KAM_BAND", _
        "Bewertung 1 bis 10 einer Zahl nach Schwellen: die erste ist der Beginn der 2. Fallende Schwellen bedeuten, dass weniger besser ist.", _
        Array( _
            "Eine Zahl oder ein Bereich.", _
            "Bis zu neun, für die Bewertungen 2 bis 10; leer lässt eine Bewertung aus.", _
            """step"" hält die Bewertung bis zur nächsten Schwelle, ""linear"" steigt gleichmäßig.", _
            "Nur linear: die Zahl, bei der die Bewertung 1 ist.")
End Sub

Private Sub English_KAM_RESCALE()
    Describe "KAM_RESCALE", _
        "Ratings or scores of one scale on the other: 1 to 10 becomes 1 to 100 by 1 + 11 (x " & ChrW(8722) & " 1), so that ranks and tiers stay.", _
        Array( _
            "A value or a range.", _
            "Where the present scale ends: 10 or 100.", _
            "Where the other scale ends: 10 or 100.")
End Sub

Private Sub German_KAM_RESCALE()
    Describe "KAM_RESCALE", _
        "Bewertungen oder Punktwerte auf der anderen Skala: aus 1 bis 10 wird 1 bis 100 durch 1 + 11 (x " & ChrW(8722) & " 1); Ränge und Klassen bleiben.", _
        Array( _
            "Ein Wert oder ein Bereich.", _
            "Ende der jetzigen Skala: 10 oder 100.", _
            "Ende der anderen Skala: 10 oder 100.")
End Sub

Private Sub English_KAM_QUADRANT()
    Describe "KAM_QUADRANT", _
        "Quadrant of the key account matrix (KAISM): high or low attractiveness and strength.", _
        Array( _
            "One value or a range.", _
            "The same shape.", _
            "Where high begins; a value on the cut is high.", _
            "Where high begins; a value on the cut is high.", _
            "Words in ""en"" or ""de"".")
End Sub

Private Sub German_KAM_QUADRANT()
    Describe "KAM_QUADRANT", _
        "Feld der Schlüsselkundenmatrix (KAISM): hohe oder niedrige Attraktivität und Stärke.", _
        Array( _
            "Wert oder Bereich.", _
            "Gleiche Form.", _
            "Wo hoch beginnt; ein Wert auf dem Schnitt ist hoch.", _
            "Wo hoch beginnt; ein Wert auf dem Schnitt ist hoch.", _
            "Wörter in ""en"" oder ""de"".")
End Sub

Private Sub English_KAM_ICP_MATCH()
    Describe "KAM_ICP_MATCH", _
        "How well an account matches the ideal customer profile: matched weight / weight of what is known, 0 to 1.", _
        Array( _
            "What the account is, one attribute a cell, such as its industry and region; blank or ? is unknown and does not count.", _
            "What fits, attribute by attribute; several separated by commas, blank for any.", _
            "One weight an attribute; left out, all count alike.")
End Sub

Private Sub German_KAM_ICP_MATCH()
    Describe "KAM_ICP_MATCH", _
        "Wie gut ein Kunde dem idealen Kundenprofil entspricht: erfülltes Gewicht / Gewicht des Bekannten, 0 bis 1.", _
        Array( _
            "Was der Kunde ist, ein Merkmal je Zelle, etwa Branche und Region; leer oder ? ist unbekannt und zählt nicht.", _
            "Was passt, Merkmal für Merkmal; mehrere durch Komma getrennt, leer für beliebig.", _
            "Ein Gewicht je Merkmal; ohne Angabe zählen alle gleich.")
End Sub

Private Sub English_KAM_EXPLAIN()
    Describe "KAM_EXPLAIN", _
        "Where a score comes from: the points that each criterion adds, in hundredths that sum to the shown score; a row an account. With names: the same as a sentence. Against another account: the differences.", _
        Array( _
            "One account's ratings in a row or a column, or a block with a row an account.", _
            "One weight a criterion, in a row or a column; blank is 0. The sum need not be 100.", _
            "1 where high is good, -1 where high is bad; blank is 1.", _
            "Where the scale ends: 10 (1 to 10) or 100 (1 to 100).", _
            "Share of the weight that must be rated for a score, 0 to 1.", _
            "The criteria's names, as many as weights; then the answer is a sentence.", _
            "Ratings of one other account to compare with.", _
            "Words in ""en"" or ""de"".")
End Sub

Private Sub German_KAM_EXPLAIN()
    Describe "KAM_EXPLAIN", _
        "Woher ein Punktwert kommt: die Punkte jedes Kriteriums, in Hundertsteln, die den gezeigten Punktwert ergeben; eine Zeile je Kunde. Mit names: als Satz. Gegen einen anderen Kunden: die Unterschiede.", _
        Array( _
            "Bewertungen eines Kunden in Zeile oder Spalte, oder ein Block mit einer Zeile je Kunde.", _
            "Ein Gewicht je Kriterium, in Zeile oder Spalte; leer ist 0. Die Summe muss nicht 100 sein.", _
            "1, wo hoch gut ist, -1, wo hoch schlecht ist; leer ist 1.", _
            "Wo die Skala endet: 10 (1 bis 10) oder 100 (1 bis 100).", _
            "Anteil des Gewichts, der für einen Punktwert bewertet sein muss, 0 bis 1.", _
            "Die Namen der Kriterien, so viele wie Gewichte; dann ist die Antwort ein Satz.", _
            "Bewertungen eines anderen Kunden zum Vergleich.", _
            "Wörter in ""en"" oder ""de"".")
End Sub

Private Sub English_KAM_CRITICAL_WEIGHT()
    Describe "KAM_CRITICAL_WEIGHT", _
        "For each criterion the share of all weight at which two accounts score the same, while the other weights keep their proportions; #N/A where there is none.", _
        Array( _
            "Ratings of one account.", _
            "Ratings of the other.", _
            "One weight a criterion, in a row or a column; blank is 0. The sum need not be 100.", _
            "1 where high is good, -1 where high is bad; blank is 1.", _
            "Where the scale ends: 10 (1 to 10) or 100 (1 to 100).")
End Sub

Private Sub German_KAM_CRITICAL_WEIGHT()
    Describe "KAM_CRITICAL_WEIGHT", _
        "Je Kriterium der Anteil am Gesamtgewicht, bei dem zwei Kunden gleich viele Punkte haben, bei gleichem Verhältnis der übrigen; #NV, wo es keinen gibt.", _
        Array( _
            "Bewertungen eines Kunden.", _
            "Bewertungen des anderen.", _
            "Ein Gewicht je Kriterium, in Zeile oder Spalte; leer ist 0. Die Summe muss nicht 100 sein.", _
            "1, wo hoch gut ist, -1, wo hoch schlecht ist; leer ist 1.", _
            "Wo die Skala endet: 10 (1 bis 10) oder 100 (1 bis 100).")
End Sub

Private Sub English_KAM_STABILITY()
    Describe "KAM_STABILITY", _
        "For each row of ratings five cells: in which share of all weightings the account is tier A, B, C, D, and in which it is first. Weightings are drawn, always the same ones.", _
        Array( _
            "One account's ratings in a row or a column, or a block with a row an account.", _
            "One weight a criterion, in a row or a column; blank is 0. The sum need not be 100.", _
            "1 where high is good, -1 where high is bad; blank is 1.", _
            "Each weight moves by so much at most, such as 0.2; 0: any weights at all.", _
            "Where the scale ends: 10 (1 to 10) or 100 (1 to 100).")
End Sub

Private Sub German_KAM_STABILITY()
    Describe "KAM_STABILITY", _
        "Je Zeile von Bewertungen fünf Zellen: in welchem Anteil aller Gewichtungen der Kunde Klasse A, B, C, D ist und in welchem erster. Gezogen wird immer gleich.", _
        Array( _
            "Bewertungen eines Kunden in Zeile oder Spalte, oder ein Block mit einer Zeile je Kunde.", _
            "Ein Gewicht je Kriterium, in Zeile oder Spalte; leer ist 0. Die Summe muss nicht 100 sein.", _
            "1, wo hoch gut ist, -1, wo hoch schlecht ist; leer ist 1.", _
            "So weit bewegt sich jedes Gewicht höchstens, etwa 0,2; 0: beliebige Gewichte.", _
            "Wo die Skala endet: 10 (1 bis 10) oder 100 (1 bis 100).")
End Sub

Private Sub English_KAM_AHP()
    Describe "KAM_AHP", _
        "Weights by pairwise comparison (AHP, principal eigenvector), one a row; they sum to 100.", _
        Array( _
            "A square block: how many times more a row's criterion counts than a column's, 1/9 to 9. Only what stands above the diagonal is read.")
End Sub

Private Sub German_KAM_AHP()
    Describe "KAM_AHP", _
        "Gewichte aus dem Paarvergleich (AHP, Haupteigenvektor), eines je Zeile; Summe 100.", _
        Array( _
            "Ein quadratischer Block: wie vielmal mehr das Kriterium der Zeile zählt als das der Spalte, 1/9 bis 9. Nur was über der Diagonale steht, wird gelesen.")
End Sub

Private Sub English_KAM_AHP_CR()
    Describe "KAM_AHP_CR", _
        "Consistency ratio of a pairwise comparison by Saaty's random index; below 0.1 is taken as consistent.", _
        Array( _
            "A square block: how many times more a row's criterion counts than a column's, 1/9 to 9. Only what stands above the diagonal is read.")
End Sub

Private Sub German_KAM_AHP_CR()
    Describe "KAM_AHP_CR", _
        "Konsistenzverhältnis eines Paarvergleichs nach Saatys Zufallsindex; unter 0,1 gilt als widerspruchsfrei.", _
        Array( _
            "Ein quadratischer Block: wie vielmal mehr das Kriterium der Zeile zählt als das der Spalte, 1/9 bis 9. Nur was über der Diagonale steht, wird gelesen.")
End Sub

Private Sub English_KAM_SHARE()
    Describe "KAM_SHARE", _
        "Share of one customer in the sum of all positive amounts, or of each; the shares of all sum to 1.", _
        Array( _
            "Revenue or margin of all customers, any shape; blank and ? are left out, amounts below 0 count as 0.", _
            "One of the amounts; left out: a share for each.")
End Sub

Private Sub German_KAM_SHARE()
    Describe "KAM_SHARE", _
        "Anteil eines Kunden an der Summe aller positiven Beträge, oder jedes Kunden; alle Anteile ergeben 1.", _
        Array( _
            "Umsatz oder Marge aller Kunden, in beliebiger Form; leer und ? zählen nicht, Beträge unter 0 als 0.", _
            "Einer der Beträge; ohne Angabe: ein Anteil für jeden.")
End Sub

Private Sub English_KAM_HHI()
    Describe "KAM_HHI", _
        "Herfindahl-Hirschman index of concentration: the sum of the squared shares, from 1/n (all equal) to 1 (one customer).", _
        Array( _
            "Revenue or margin of all customers, any shape; blank and ? are left out, amounts below 0 count as 0.")
End Sub

Private Sub German_KAM_HHI()
    Describe "KAM_HHI", _
        "Herfindahl-Hirschman-Index der Konzentration: Summe der quadrierten Anteile, von 1/n (alle gleich) bis 1 (ein Kunde).", _
        Array( _
            "Umsatz oder Marge aller Kunden, in beliebiger Form; leer und ? zählen nicht, Beträge unter 0 als 0.")
End Sub

Private Sub English_KAM_TOP_SHARE()
    Describe "KAM_TOP_SHARE", _
        "Share of the k largest customers together in the sum of all positive amounts.", _
        Array( _
            "Revenue or margin of all customers, any shape; blank and ? are left out, amounts below 0 count as 0.", _
            "How many of the largest, 1 or more.")
End Sub

Private Sub German_KAM_TOP_SHARE()
    Describe "KAM_TOP_SHARE", _
        "Anteil der k größten Kunden zusammen an der Summe aller positiven Beträge.", _
        Array( _
            "Umsatz oder Marge aller Kunden, in beliebiger Form; leer und ? zählen nicht, Beträge unter 0 als 0.", _
            "Wie viele der größten, 1 oder mehr.")
End Sub

Private Sub English_KAM_HHI_NORM()
    Describe "KAM_HHI_NORM", _
        "Herfindahl index freed of the number of customers: (HHI " & ChrW(8722) & " 1/n) / (1 " & ChrW(8722) & " 1/n), 0 when all are equal, 1 for one customer.", _
        Array( _
            "Revenue or margin of all customers, any shape; blank and ? are left out, amounts below 0 count as 0.")
End Sub

Private Sub German_KAM_HHI_NORM()
    Describe "KAM_HHI_NORM", _
        "Herfindahl-Index, bereinigt um die Kundenzahl: (HHI " & ChrW(8722) & " 1/n) / (1 " & ChrW(8722) & " 1/n), 0 wenn alle gleich sind, 1 bei einem Kunden.", _
        Array( _
            "Umsatz oder Marge aller Kunden, in beliebiger Form; leer und ? zählen nicht, Beträge unter 0 als 0.")
End Sub

Private Sub English_KAM_EFFECTIVE()
    Describe "KAM_EFFECTIVE", _
        "Effective number of customers, 1/HHI: so many equal customers would be concentrated as much.", _
        Array( _
            "Revenue or margin of all customers, any shape; blank and ? are left out, amounts below 0 count as 0.")
End Sub

Private Sub German_KAM_EFFECTIVE()
    Describe "KAM_EFFECTIVE", _
        "Effektive Kundenzahl, 1/HHI: so viele gleich große Kunden wären ebenso konzentriert.", _
        Array( _
            "Umsatz oder Marge aller Kunden, in beliebiger Form; leer und ? zählen nicht, Beträge unter 0 als 0.")
End Sub

Private Sub English_KAM_N50()
    Describe "KAM_N50", _
        "The smallest number of customers that together carry more than half, or more than another part.", _
        Array( _
            "Revenue or margin of all customers, any shape; blank and ? are left out, amounts below 0 count as 0.", _
            "The part to exceed, 0 to below 1.")
End Sub

Private Sub German_KAM_N50()
    Describe "KAM_N50", _
        "Kleinste Zahl von Kunden, die zusammen mehr als die Hälfte tragen, oder mehr als einen anderen Teil.", _
        Array( _
            "Umsatz oder Marge aller Kunden, in beliebiger Form; leer und ? zählen nicht, Beträge unter 0 als 0.", _
            "Der zu übersteigende Teil, 0 bis unter 1.")
End Sub

Private Sub English_KAM_GINI()
    Describe "KAM_GINI", _
        "Gini coefficient of the positive amounts: 0 when all are equal, (n " & ChrW(8722) & " 1)/n when one has all.", _
        Array( _
            "Revenue or margin of all customers, any shape; blank and ? are left out, amounts below 0 count as 0.")
End Sub

Private Sub German_KAM_GINI()
    Describe "KAM_GINI", _
        "Gini-Koeffizient der positiven Beträge: 0 wenn alle gleich sind, (n " & ChrW(8722) & " 1)/n wenn einer alles hat.", _
        Array( _
            "Umsatz oder Marge aller Kunden, in beliebiger Form; leer und ? zählen nicht, Beträge unter 0 als 0.")
End Sub

Private Sub English_KAM_HHI_BOUNDS()
    Describe "KAM_HHI_BOUNDS", _
        "Between what HHI lies when only the largest shares are known: the least and the greatest value, in two cells.", _
        Array( _
            "The largest shares as fractions, all of those above the smallest listed.", _
            "The share of all others together; left out: what the shares leave of 1.")
End Sub

Private Sub German_KAM_HHI_BOUNDS()
    Describe "KAM_HHI_BOUNDS", _
        "Zwischen welchen Werten HHI liegt, wenn nur die größten Anteile bekannt sind: kleinster und größter Wert in zwei Zellen.", _
        Array( _
            "Die größten Anteile als Bruchteile, lückenlos bis zum kleinsten genannten.", _
            "Anteil aller übrigen zusammen; ohne Angabe: was an 1 fehlt.")
End Sub

Private Sub English_KAM_ABC()
    Describe "KAM_ABC", _
        "Class A, B or C of each customer by the share of all larger ones; N without a positive amount. A customer with 85 % of all is A.", _
        Array( _
            "Revenue or margin of all customers, any shape; blank and ? are left out, amounts below 0 count as 0.", _
            "Cumulative share before a customer from which on it is B.", _
            "Cumulative share before a customer from which on it is C.")
End Sub

Private Sub German_KAM_ABC()
    Describe "KAM_ABC", _
        "Klasse A, B oder C jedes Kunden nach dem Anteil aller größeren; N ohne positiven Betrag. Ein Kunde mit 85 % ist A.", _
        Array( _
            "Umsatz oder Marge aller Kunden, in beliebiger Form; leer und ? zählen nicht, Beträge unter 0 als 0.", _
            "Kumulierter Anteil vor einem Kunden, ab dem er B ist.", _
            "Kumulierter Anteil vor einem Kunden, ab dem er C ist.")
End Sub

Private Sub English_KAM_XYZ()
    Describe "KAM_XYZ", _
        "Class X, Y or Z by how much amounts vary from period to period (standard deviation over mean); a row of periods for each customer.", _
        Array( _
            "One customer's amounts by period, or a block with a row a customer; blank is left out.", _
            "Variation from which on a customer is Y; 0.25 suits quarters, 0.5 months.", _
            "Variation from which on a customer is Z; 0.5 suits quarters, 1 months.")
End Sub

Private Sub German_KAM_XYZ()
    Describe "KAM_XYZ", _
        "Klasse X, Y oder Z danach, wie stark Beträge von Periode zu Periode schwanken (Standardabweichung durch Mittelwert); je Kunde eine Zeile von Perioden.", _
        Array( _
            "Beträge eines Kunden je Periode, oder ein Block mit einer Zeile je Kunde; leer zählt nicht.", _
            "Schwankung, ab der ein Kunde Y ist; 0,25 passt zu Quartalen, 0,5 zu Monaten.", _
            "Schwankung, ab der ein Kunde Z ist; 0,5 passt zu Quartalen, 1 zu Monaten.")
End Sub

Private Sub English_KAM_CONC_LEVEL()
    Describe "KAM_CONC_LEVEL", _
        "Level of dependence of a share: notice from 10 %, warning from 20 %, high from 35 %, critical above 50 % (a mono-customer); blank below.", _
        Array( _
            "A share as a fraction, or a range.", _
            "Words in ""en"" or ""de"".")
End Sub

Private Sub German_KAM_CONC_LEVEL()
    Describe "KAM_CONC_LEVEL", _
        "Stufe der Abhängigkeit eines Anteils: Hinweis ab 10 %, Warnung ab 20 %, hoch ab 35 %, kritisch über 50 % (ein Mono-Kunde); darunter leer.", _
        Array( _
            "Ein Anteil als Bruchteil, oder mehrere.", _
            "Wörter in ""en"" oder ""de"".")
End Sub

Private Sub English_KAM_GROUP()
    Describe "KAM_GROUP", _
        "Rolls amounts up to ultimate parents: each group's sum stands at its first account, the others are blank. Without amounts: the ultimate parent of each.", _
        Array( _
            "The accounts' numbers.", _
            "The parent of each, blank for none; one that is no account is a group too.", _
            "Amounts to add up.")
End Sub

Private Sub German_KAM_GROUP()
    Describe "KAM_GROUP", _
        "Fasst Beträge zu obersten Müttern zusammen: die Summe steht beim ersten Kunden des Konzerns, die übrigen sind leer. Ohne Beträge: die oberste Mutter jedes Kunden.", _
        Array( _
            "Die Kundennummern.", _
            "Die Mutter jedes Kunden, leer für keine; auch eine, die kein Kunde ist, ist ein Konzern.", _
            "Beträge, die addiert werden.")
End Sub

Private Sub English_KAM_CLV()
    Describe "KAM_CLV", _
        "Customer lifetime value: the margins of years to come, each year times retention and divided by 1 + discount, summed up.", _
        Array( _
            "A year's contribution margin, or one for each of several accounts.", _
            "Part of such accounts that stays each year, 0 to 1: one, or one for each margin; blank is the default.", _
            "Yearly discount rate, such as 0.1.", _
            "Over how many years; 0: without end.", _
            "Part of the value that one believes in, 0 to 1: one, or one for each margin.")
End Sub

Private Sub German_KAM_CLV()
    Describe "KAM_CLV", _
        "Kundenlebenszeitwert: die Deckungsbeiträge kommender Jahre, jedes Jahr mal retention und durch 1 + discount, aufsummiert.", _
        Array( _
            "Deckungsbeitrag eines Jahres, oder einer für jeden von mehreren Kunden.", _
            "Anteil solcher Kunden, der jedes Jahr bleibt, 0 bis 1: einer, oder einer je Deckungsbeitrag; leer ist die Vorgabe.", _
            "Jährlicher Zinssatz, etwa 0,1.", _
            "Über wie viele Jahre; 0: ohne Ende.", _
            "Anteil des Werts, an den man glaubt, 0 bis 1: einer, oder einer je Deckungsbeitrag.")
End Sub

Private Sub English_KAM_CAGR()
    Describe "KAM_CAGR", _
        "Compound annual growth rate between two amounts.", _
        Array( _
            "The amount at the start.", _
            "The amount at the end.", _
            "Years between them.")
End Sub

Private Sub German_KAM_CAGR()
    Describe "KAM_CAGR", _
        "Durchschnittliches jährliches Wachstum zwischen zwei Beträgen.", _
        Array( _
            "Der Betrag am Anfang.", _
            "Der Betrag am Ende.", _
            "Jahre dazwischen.")
End Sub

Private Sub English_KAM_SOW()
    Describe "KAM_SOW", _
        "Share of wallet: own sales over all that the account spends in the category.", _
        Array( _
            "Own sales to the account.", _
            "What the account spends in the category in all.")
End Sub

Private Sub German_KAM_SOW()
    Describe "KAM_SOW", _
        "Lieferanteil: eigener Umsatz durch alles, was der Kunde in der Kategorie ausgibt.", _
        Array( _
            "Eigener Umsatz mit dem Kunden.", _
            "Was der Kunde in der Kategorie insgesamt ausgibt.")
End Sub

Private Sub English_KAM_STRESS()
    Describe "KAM_STRESS", _
        "The year after the loss of customers, in nine cells: revenue, margin, EBIT, margin ratio, break-even, revenue missing to it, margin of safety, months of cash, and how many more customers until there is a loss.", _
        Array( _
            "Revenue of every customer.", _
            "Contribution margin of every customer; blank carries nothing.", _
            "Fixed costs of the year.", _
            "How many of the largest are lost (0: none), or a mark for each customer: 1 is lost, 0 or blank stays; left out: the largest.", _
            "Cash at hand, for the months it lasts.")
End Sub

Private Sub German_KAM_STRESS()
    Describe "KAM_STRESS", _
        "Das Jahr nach dem Verlust von Kunden, neun Zellen: Umsatz, Deckungsbeitrag (DB), EBIT, DB-Quote, Gewinnschwelle, dazu fehlender Umsatz, Sicherheitsabstand, Monate Reichweite, weitere Kunden bis zum Verlust.", _
        Array( _
            "Umsatz jedes Kunden.", _
            "Deckungsbeitrag jedes Kunden; leer trägt nichts bei.", _
            "Fixkosten des Jahres.", _
            "Wie viele der größten verloren gehen (0: keiner), oder ein Zeichen je Kunde: 1 geht, 0 oder leer bleibt; ohne Angabe: der größte.", _
            "Verfügbares Geld, für die Reichweite.")
End Sub

Private Sub English_KAM_VERSION()
    Describe "KAM_VERSION", _
        "The version of kamxl that computes the functions of this program.", _
        Array()
End Sub

Private Sub German_KAM_VERSION()
    Describe "KAM_VERSION", _
        "Die Version von kamxl, die die Funktionen dieses Programms rechnet.", _
        Array()
End Sub
