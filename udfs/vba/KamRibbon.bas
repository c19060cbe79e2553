Option Explicit

' Made from the catalogue of actions. A callback is found by its name alone.

Public Sub KamNew(ByVal control As Object)
    RunAction "new"
End Sub

Public Sub KamRefresh(ByVal control As Object)
    RunAction "refresh"
End Sub

Public Sub KamCheck(ByVal control As Object)
    RunAction "check"
End Sub

Public Sub KamGoToFinding(ByVal control As Object)
    RunAction "go_to_finding"
End Sub

Public Sub KamPlan(ByVal control As Object)
    RunAction "plan"
End Sub

Public Sub KamArchive(ByVal control As Object)
    RunAction "archive"
End Sub

Public Sub KamWhy(ByVal control As Object)
    RunAction "why"
End Sub

Public Sub KamHelp(ByVal control As Object)
    RunAction "help"
End Sub

Public Sub KamDoctor(ByVal control As Object)
    RunAction "doctor"
End Sub

Public Sub KamGetLabel(ByVal control As Object, ByRef returned As Variant)
    returned = LabelOf(control.ID)
End Sub

Public Sub KamGetTip(ByVal control As Object, ByRef returned As Variant)
    returned = TipOf(control.ID)
End Sub

Public Sub KamGetKeys(ByVal control As Object, ByRef returned As Variant)
    returned = KeysOf(control.ID)
End Sub
