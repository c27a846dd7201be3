@echo off
rem The tests on Windows, with QGIS from OSGeo4W: windows_tests.cmd SHARE OSGEO4W_ROOT
rem SHARE is a folder on a network path (\\localhost\...); profile, results and temporary files go
rem there. To be started in the root of the project by a user without administrator rights.
rem Nobody has run this on Windows yet (.github\workflows\windows.yml).
setlocal
set "SHARE=%~1"
set "OSGEO4W_ROOT=%~2"
set "PYTHON=%OSGEO4W_ROOT%\bin\python-qgis-ltr.bat"
set "QGIS_PROCESS=%OSGEO4W_ROOT%\bin\qgis_process-qgis-ltr.bat"

whoami /groups | findstr /c:"S-1-5-32-544" >nul && (
    echo This user is an administrator: the tests are to run as a user who is none.
    exit /b 1
)

rem The real data are not there, so that their tests are left out aloud; CI would fail them.
set "CI="
set "QT_QPA_PLATFORM=offscreen"
set "QGIS_CUSTOM_CONFIG_PATH=%SHARE%\profile"
set "TEMP=%SHARE%\temp"
set "TMP=%SHARE%\temp"
mkdir "%TEMP%" "%QGIS_CUSTOM_CONFIG_PATH%"

call "%PYTHON%" -m pytest -q -p no:cacheprovider --basetemp="%SHARE%\temp\tests" ^
    tests\engine tests\algorithms tests\gui
set "SUITE=%ERRORLEVEL%"

rem What needs Linux is left out: a server of PostGIS, a screen of its own, signals, a shell, make.
call "%PYTHON%" -m pytest -q -p no:cacheprovider --basetemp="%SHARE%\temp\acceptance" ^
    tests\acceptance -k "qgis_process and not interrupt or examples"
set "ACCEPTANCE=%ERRORLEVEL%"

if not "%SUITE%"=="0" exit /b %SUITE%
exit /b %ACCEPTANCE%
