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
        Case "kam_refresh"
            If german Then
                LabelOf = "Aktualisieren"
            Else
                LabelOf = "Refresh"
            End If
    End Select
End Function

Public Function TipOf(ByVal key As String) As String
    Dim german As Boolean

    german = InGerman()
    Select Case key
        Case "kam_refresh"
            If german Then
                TipOf = "Beurteilt die offene Mappe neu: Hinweise, und Ränge, wo sie als Werte stehen. Was Menschen eingetragen haben, bleibt."
            Else
                TipOf = "Judges the open workbook anew: findings, and ranks where they are stored as values. What people typed stays."
            End If
    End Select
End Function

Public Function KeysOf(ByVal key As String) As String
    Dim german As Boolean

    german = InGerman()
    Select Case key
        Case "kam_refresh"
            If german Then
                KeysOf = "A"
            Else
                KeysOf = "R"
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
