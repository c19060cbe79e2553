Option Explicit
Option Private Module

' Made from the catalogue of actions and from what the add-in itself says.

' The primary language of Excel's own texts; German is 7, wherever it is spoken.
Public Function InGerman() As Boolean
    Dim settings As Object

    On Error Resume Next
    Set settings = Application.LanguageSettings
    InGerman = ((settings.LanguageID(2) And 1023) = 7)
End Function

Public Function LabelOf(ByVal key As String) As String
    Dim german As Boolean

    german = InGerman()
    Select Case key
        Case "kam_group_workbook"
            If german Then
                LabelOf = "Mappe"
            Else
                LabelOf = "Workbook"
            End If
        Case "kam_group_account"
            If german Then
                LabelOf = "Kunde"
            Else
                LabelOf = "Account"
            End If
        Case "kam_group_help"
            If german Then
                LabelOf = "Hilfe"
            Else
                LabelOf = "Help"
            End If
        Case "kam_new"
            If german Then
                LabelOf = "Neu"
            Else
                LabelOf = "New"
            End If
        Case "kam_refresh"
            If german Then
                LabelOf = "Aktualisieren"
            Else
                LabelOf = "Refresh"
            End If
        Case "kam_check"
            If german Then
                LabelOf = "Prüfen"
            Else
                LabelOf = "Check"
            End If
        Case "kam_go_to_finding"
            If german Then
                LabelOf = "Zum Hinweis"
            Else
                LabelOf = "Go to finding"
            End If
        Case "kam_plan"
            If german Then
                LabelOf = "Strategieblatt"
            Else
                LabelOf = "Plan for this account"
            End If
        Case "kam_archive"
            If german Then
                LabelOf = "Archivieren"
            Else
                LabelOf = "Archive plan"
            End If
        Case "kam_why"
            If german Then
                LabelOf = "Warum?"
            Else
                LabelOf = "Why?"
            End If
        Case "kam_help"
            If german Then
                LabelOf = "Hilfe"
            Else
                LabelOf = "Help"
            End If
        Case "kam_doctor"
            If german Then
                LabelOf = "Doktor"
            Else
                LabelOf = "Doctor"
            End If
    End Select
End Function

Public Function TipOf(ByVal key As String) As String
    Dim german As Boolean

    german = InGerman()
    Select Case key
        Case "kam_new"
            If german Then
                TipOf = "Macht aus einer Kundenliste eine Mappe, oder eine leere, und öffnet sie. Die offene bleibt, wie sie ist."
            Else
                TipOf = "Makes a workbook from a customer list, or an empty one, and opens it. The open one stays as it is."
            End If
        Case "kam_refresh"
            If german Then
                TipOf = "Bringt die offene Mappe auf den neuesten Stand wie kamxl run: Hinweise, Formeln, Checklisten, Strategieblätter. Eingetragenes bleibt."
            Else
                TipOf = "Brings the open workbook up to date, as kamxl run does: findings, formulas, checklists, strategy sheets. What people typed stays."
            End If
        Case "kam_check"
            If german Then
                TipOf = "Sagt, was in der offenen Mappe falsch oder zweifelhaft ist. Ändert nichts."
            Else
                TipOf = "Tells what is wrong or doubtful in the open workbook. Changes nothing."
            End If
        Case "kam_go_to_finding"
            If german Then
                TipOf = "Zeigt die Zelle, von der der Hinweis in der aktiven Zeile spricht."
            Else
                TipOf = "Shows the cell of which the finding in the active row speaks."
            End If
        Case "kam_plan"
            If german Then
                TipOf = "Legt das Strategieblatt des Kunden in der aktiven Zeile an oder erneuert es, und zeigt es."
            Else
                TipOf = "Makes or renews the strategy sheet of the account in the active row, and shows it."
            End If
        Case "kam_archive"
            If german Then
                TipOf = "Gibt den Kunden in der aktiven Zeile frei: Sein Strategieblatt bleibt, am Ende der Mappe."
            Else
                TipOf = "Releases the account in the active row: its strategy sheet is kept at the end of the workbook."
            End If
        Case "kam_why"
            If german Then
                TipOf = "Sagt in Worten, warum die aktive Zelle einen Fehler, nichts, ? oder ! zeigt. Ändert nichts."
            Else
                TipOf = "Says in words why the active cell shows an error, nothing, ? or !. Changes nothing."
            End If
        Case "kam_help"
            If german Then
                TipOf = "Sagt, was jeder Knopf tut."
            Else
                TipOf = "Says what each button does."
            End If
        Case "kam_doctor"
            If german Then
                TipOf = "Prüft Add-in, Python und Regeln der Firma und sagt, was zu tun ist. Ändert nichts."
            Else
                TipOf = "Looks at add-in, Python and company rules, and says what to do. Changes nothing."
            End If
    End Select
End Function

Public Function KeysOf(ByVal key As String) As String
    Dim german As Boolean

    german = InGerman()
    Select Case key
        Case "kam_new"
            If german Then
                KeysOf = "N"
            Else
                KeysOf = "N"
            End If
        Case "kam_refresh"
            If german Then
                KeysOf = "A"
            Else
                KeysOf = "R"
            End If
        Case "kam_check"
            If german Then
                KeysOf = "P"
            Else
                KeysOf = "C"
            End If
        Case "kam_go_to_finding"
            If german Then
                KeysOf = "Z"
            Else
                KeysOf = "G"
            End If
        Case "kam_plan"
            If german Then
                KeysOf = "S"
            Else
                KeysOf = "P"
            End If
        Case "kam_archive"
            If german Then
                KeysOf = "V"
            Else
                KeysOf = "V"
            End If
        Case "kam_why"
            If german Then
                KeysOf = "W"
            Else
                KeysOf = "W"
            End If
        Case "kam_help"
            If german Then
                KeysOf = "H"
            Else
                KeysOf = "H"
            End If
        Case "kam_doctor"
            If german Then
                KeysOf = "D"
            Else
                KeysOf = "D"
            End If
    End Select
End Function

Public Function Said(ByVal key As String) As String
    Dim german As Boolean

    german = InGerman()
    Select Case key
        Case "failed"
            If german Then
                Said = "Das hat nicht geklappt; die Mappe ist, wie sie war. ""kamxl doctor"" in einem Terminal sagt, warum."
            Else
                Said = "This did not work; the workbook is as it was. ""kamxl doctor"" in a terminal says why."
            End If
        Case "no_workbook"
            If german Then
                Said = "Zuerst eine Mappe von kamxl öffnen."
            Else
                Said = "Open a workbook of kamxl first."
            End If
        Case "not_installed"
            If german Then
                Said = "Es gibt keine Datei, die sagt, wo Python ist. In einem Terminal: kamxl addin install"
            Else
                Said = "There is no file that says where Python is. In a terminal: kamxl addin install"
            End If
        Case "no_library"
            If german Then
                Said = "Die Bibliothek von xlwings war nicht zu laden. Neu einrichten: kamxl addin install. Es fehlt:"
            Else
                Said = "xlwings' library could not be loaded. Install anew: kamxl addin install. Missing:"
            End If
    End Select
End Function
