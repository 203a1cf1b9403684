"""XLSForm in and out: the questionnaires of a study as a workbook that ODK, KoboToolbox and SurveyCTO read, and back.

docs/xlsform.md says what maps to what. Sources: the XLSForm reference (xlsform.org), the ODK XForms specification
(getodk.github.io/xforms-spec) for what expressions mean, and pyxform, which must accept whatever is written here.

openpyxl and pyxform are an optional extra, and are imported inside the functions that need them."""
