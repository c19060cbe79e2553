Option Explicit
Option Private Module

' What Python answers, as cells show it. Nothing here needs Excel, so all of it is tested.

' Excel's own codes (XlCVError), spelled out so that this module runs anywhere.
Private Const ERROR_NULL As Long = 2000
Private Const ERROR_DIV0 As Long = 2007
Private Const ERROR_VALUE As Long = 2015
Private Const ERROR_REF As Long = 2023
Private Const ERROR_NAME As Long = 2029
Private Const ERROR_NUM As Long = 2036
Private Const ERROR_NA As Long = 2042

' A longer text in an array that a function returns becomes #VALUE!.
Private Const ARRAY_TEXT As Long = 255

' The answer with each word of an error as that error: a value, a row, or rows of values.
Public Function AsCells(ByVal found As Variant) As Variant
    Dim made() As Variant
    Dim row As Long
    Dim place As Long

    Select Case Dimensions(found)
        Case 0
            AsCells = AsCell(found)
        Case 1
            ReDim made(LBound(found) To UBound(found))
            For place = LBound(found) To UBound(found)
                made(place) = Shortened(AsCell(found(place)))
            Next place
            AsCells = made
        Case Else
            ReDim made(LBound(found, 1) To UBound(found, 1), LBound(found, 2) To UBound(found, 2))
            For row = LBound(found, 1) To UBound(found, 1)
                For place = LBound(found, 2) To UBound(found, 2)
                    made(row, place) = Shortened(AsCell(found(row, place)))
                Next place
            Next row
            AsCells = made
    End Select
End Function

Public Function AsCell(ByVal found As Variant) As Variant
    AsCell = found
    If VarType(found) <> vbString Then Exit Function
    If Left$(found, 1) <> "#" Then Exit Function
    Select Case found
        Case "#NULL!"
            AsCell = CVErr(ERROR_NULL)
        Case "#DIV/0!"
            AsCell = CVErr(ERROR_DIV0)
        Case "#VALUE!"
            AsCell = CVErr(ERROR_VALUE)
        Case "#REF!"
            AsCell = CVErr(ERROR_REF)
        Case "#NAME?"
            AsCell = CVErr(ERROR_NAME)
        Case "#NUM!"
            AsCell = CVErr(ERROR_NUM)
        Case "#N/A"
            AsCell = CVErr(ERROR_NA)
    End Select
End Function

Private Function Shortened(ByVal found As Variant) As Variant
    Shortened = found
    If VarType(found) <> vbString Then Exit Function
    If Len(found) > ARRAY_TEXT Then Shortened = Left$(found, ARRAY_TEXT - 3) & "..."
End Function

' 0 for a value, 1 for a row, 2 for rows of values.
Private Function Dimensions(ByVal found As Variant) As Long
    Dim bound As Long

    If Not IsArray(found) Then Exit Function
    Dimensions = 1
    On Error GoTo OneRow
    bound = UBound(found, 2)
    If bound >= LBound(found, 2) Then Dimensions = 2
OneRow:
End Function
