-- kamxl 0.1.0: runs a button of the add-in. It is given "action|name of the workbook".
-- Where Python lies stands in a file that "kamxl addin install" writes.

on RunAction(told)
	set AppleScript's text item delimiters to "|"
	set theAction to first text item of told
	set theBook to (rest of text items of told) as text
	set AppleScript's text item delimiters to ""
	set theFolder to (POSIX path of (path to home folder)) & "Library/Application Support/kamxl/"
	set thePython to Setting(theFolder, "python")
	set theDoorways to Setting(theFolder, "doorways")
	set theCode to "import kam_macros; kam_macros." & theAction & "()"
	set theCall to "PYTHONPATH=" & quoted form of theDoorways & " " & quoted form of thePython & " -P -c " & quoted form of theCode
	set theCall to theCall & " " & quoted form of ("--wb=" & theBook) & " --from_xl=1"
	set theCall to theCall & " > /dev/null 2> " & quoted form of (theFolder & "last-error.txt") & " &"
	return do shell script theCall
end RunAction

on Setting(theFolder, theKey)
	return do shell script "sed -n 's/^" & theKey & "=//p' " & quoted form of (theFolder & "addin.conf")
end Setting
