Option Explicit
Option Private Module

' The way to Python. On Windows one process answers every cell and every button, through the
' library that xlwings installs beside Python; on a Mac there are buttons only, each by a script.
' Where Python lies stands in a file that "kamxl addin install" writes, never in here.

Private Const SETTINGS_FILE As String = "addin.conf"
Private Const SCRIPT As String = "{script}"
Private Const SCRIPT_ENTRY As String = "RunAction"
Private Const FAULT As Long = vbObjectError + 513

#If Mac Then
#Else
    #If Win64 Then
        Private Const LIBRARY As String = "xlwings64-{xlwings}.dll"
        Private Declare PtrSafe Function Activate Lib "xlwings64-{xlwings}.dll" Alias "XLPyDLLActivateAuto" _
            (ByRef found As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
    #Else
        Private Const LIBRARY As String = "xlwings32-{xlwings}.dll"
        Private Declare PtrSafe Function Activate Lib "xlwings32-{xlwings}.dll" Alias "XLPyDLLActivateAuto" _
            (ByRef found As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
    #End If
    Private Declare PtrSafe Function LoadLibrary Lib "kernel32" Alias "LoadLibraryW" _
        (ByVal path As LongPtr) As LongPtr
    Private isLoaded As Boolean
#End If

' What a cell shows: Python's answer, or #N/A where there is no Python to ask.
Public Function Answer(ByVal functionName As String, ByVal arguments As Variant) As Variant
    #If Mac Then
        Answer = CVErr(xlErrNA)
    #Else
        Dim python As Object

        On Error GoTo Failed
        Set python = Server()
        Answer = AsCells(python.CallUDF("kam_functions", functionName, arguments))
        Exit Function
Failed:
        Answer = CVErr(xlErrNA)
    #End If
End Function

' Runs an action on the workbook in front; what went wrong is said, and nothing else stops.
Public Sub RunAction(ByVal action As String)
    On Error GoTo Failed
    If ActiveWorkbook Is Nothing Then
        MsgBox Said("no_workbook"), vbInformation, "kamxl"
        Exit Sub
    End If
    #If Mac Then
        Dim told As String

        told = AppleScriptTask(SCRIPT, SCRIPT_ENTRY, action & "|" & ActiveWorkbook.Name)
    #Else
        Dim python As Object

        Set python = Server()
        python.SetAttr python.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
        python.Exec "import kam_macros; kam_macros." & action & "()"
    #End If
    Exit Sub
Failed:
    MsgBox Said("failed") & vbNewLine & vbNewLine & Err.Description, vbExclamation, "kamxl"
End Sub

#If Mac Then
#Else
Private Function Server() As Object
    Dim found As Variant

    LoadOnce
    If Activate(found, CommandLine(), 1) <> 0 Then Err.Raise FAULT, "kamxl", CStr(found)
    Set Server = found
End Function

Private Sub LoadOnce()
    Dim folder As String

    If isLoaded Then Exit Sub
    folder = Setting("libraries")
    If Len(folder) = 0 Then Err.Raise FAULT, "kamxl", Said("not_installed")
    If LoadLibrary(StrPtr(folder & Application.PathSeparator & LIBRARY)) = 0 Then
        Err.Raise FAULT, "kamxl", Said("no_library") & " " & LIBRARY
    End If
    isLoaded = True
End Sub

' cmd.exe takes the quotes around the whole away. -P: no module from the folder Excel is in.
Private Function CommandLine() As String
    Dim code As String
    Dim doorways As String

    doorways = Setting("doorways")
    If Len(doorways) > 0 Then
        doorways = Replace(Replace(doorways, "\", "\\"), "'", "\'")
        code = "import sys; sys.path.insert(0, '" & doorways & "'); "
    End If
    code = code & "import xlwings; xlwings.serve('$(CLSID)')"
    CommandLine = "cmd.exe /K """"" & Setting("python") & """ -P -c """ & code & """"""
End Function

Private Function Setting(ByVal key As String) As String
    Static lines As Variant
    Dim place As Long

    If IsEmpty(lines) Then lines = Split(SettingsText(), vbLf)
    For place = LBound(lines) To UBound(lines)
        If Left$(lines(place), Len(key) + 1) = key & "=" Then
            Setting = Mid$(lines(place), Len(key) + 2)
            Exit Function
        End If
    Next place
End Function

' The file is UTF-16, so that its bytes are a string of VBA and every letter of a path survives.
Private Function SettingsText() As String
    Dim path As String
    Dim handle As Integer
    Dim held() As Byte

    path = SettingsPath()
    If Len(path) = 0 Then Err.Raise FAULT, "kamxl", Said("not_installed")
    handle = FreeFile
    Open path For Binary Access Read As #handle
    If LOF(handle) > 0 Then
        ReDim held(0 To LOF(handle) - 1)
        Get #handle, , held
        SettingsText = held
    End If
    Close #handle
End Function

' Beside the add-in where it was installed into a folder of its own, else with the user's settings.
' Never beside a workbook: whoever sends one could send such a file along.
Private Function SettingsPath() As String
    Dim folder As String

    folder = ThisWorkbook.Path
    If ThisWorkbook.IsAddin And InStr(folder, "://") = 0 Then
        SettingsPath = folder & Application.PathSeparator & SETTINGS_FILE
        If Len(Dir$(SettingsPath)) > 0 Then Exit Function
    End If
    folder = Environ$("APPDATA") & Application.PathSeparator & "kamxl"
    SettingsPath = folder & Application.PathSeparator & SETTINGS_FILE
    If Len(Dir$(SettingsPath)) = 0 Then SettingsPath = ""
End Function
#End If
