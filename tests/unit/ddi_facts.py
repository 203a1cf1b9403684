"""What the schema of DDI Codebook 2.5 says of the elements that our codebook has, as facts.

Read in codebook.xsd of 2.5 (17 January 2012) and of 2.5.1 (14 November 2013), DDI Alliance, ddialliance.org. They share
the namespace; where they differ, what both allow stands here.
"""

_TEXTS = """
    titl parTitl IDNo AuthEnty prodDate software contact authorizingAgency authorizationStatement nation collMode
    fileName fileCont labl security preQTxt qstnLit ivuInstr key notes universe txt catValu version varFormat
    codeListName codeListAgencyName selector attribute
"""

CONTENT = dict.fromkeys(_TEXTS.split(), "#") | {
    "codeBook": "docDscr* stdyDscr+ fileDscr* dataDscr* otherMat*",
    "docDscr": "citation? guide? docStatus? docSrc* controlledVocabUsed* notes*",
    "controlledVocabUsed": "codeListID? codeListName? codeListAgencyName? codeListVersionID? codeListURN? "
    "codeListSchemeURN? usage+",
    "usage": "(selector | specificElements) attribute?",
    "stdyDscr": "citation+ studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* othrStdyMat* notes*",
    "citation": "titlStmt rspStmt? prodStmt? distStmt? serStmt* verStmt* biblCit? holdings* notes*",
    "titlStmt": "titl subTitl* altTitl* parTitl* IDNo*",
    "rspStmt": "AuthEnty* othId*",
    "prodStmt": "producer* copyright? prodDate* prodPlac* software* fundAg* grantNo*",
    "distStmt": "distrbtr* contact* depositr* depDate* distDate?",
    "studyAuthorization": "authorizingAgency* authorizationStatement*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr* qualityStatement? notes* exPostEvaluation*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox? boundPoly? anlyUnit* universe* dataKind*",
    "method": "dataColl* notes* anlyInfo? stdyClas? dataProcessing* codingInstructions*",
    "dataColl": "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* targetSampleSize* "
    "deviat* collMode* resInstru* instrumentDevelopment* sources? collSitu* actMin* ConOps* weight* cleanOps*",
    "fileDscr": "fileTxt* locMap? notes*",
    "fileTxt": "fileName? fileCitation? fileCont? fileStrc? dimensns? fileType? format? filePlac? dataChck* ProcStat? "
    "dataMsng? software* verStmt?",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "varGrp": "labl* txt* concept* defntn? universe? notes*",
    "var": "location* labl* imputation? security? embargo? respUnit? anlysUnit? qstn* valrng* invalrng* undocCod* "
    "universe* TotlResp? sumStat* txt* stdCatgry* catgryGrp* catgry* codInstr* verStmt* concept* derivation? "
    "varFormat? geoMap* catLevel* notes*",
    "qstn": "# (preQTxt | qstnLit | postQTxt | forward | backward | ivuInstr)*",
    "valrng": "(item | range)+ key? notes*",
    "invalrng": "(item | range)+ key? notes*",
    "catgry": "catValu? labl* txt* catStat* mrow?",
    "verStmt": "version? verResp? notes*",
    "location": "",
    "item": "",
    "range": "",
}
"""What stands in an element, as a DTD writes it: a comma is a blank here, and # says that text may stand beside. Marks
of formatting, links, tables and concepts, which texts may have, are left out: we write none."""

GLOBAL = (
    "ID=ID xml-lang=NMTOKEN {http://www.w3.org/XML/1998/namespace}lang=language source=archive|producer "
    "elementVersion=string elementVersionDate=date ddiLifecycleUrn=string ddiCodebookUrn=string"
)
"""The attributes of every element, but for those in BARE."""

BARE = {"usage", "selector", "attribute"}

_REFERENCES = "sdatrefs=IDREFS methrefs=IDREFS pubrefs=IDREFS access=IDREFS"
_OPERATIONS = "sum|average|count|mode|median|maximum|minimum|percent|other"

ATTRIBUTES = {
    "codeBook": "version=2.5 codeBookAgency=NCName {http://www.w3.org/2001/XMLSchema-instance}schemaLocation=string",
    "stdyDscr": "access=IDREFS",
    "citation": "MARCURI=string",
    "AuthEnty": "affiliation=string",
    "IDNo": "agency=string level=study|file|project",
    "contact": "affiliation=string URI=string email=string",
    "prodDate": "date=string",
    "software": "date=string version=string",
    "studyAuthorization": "date=date",
    "authorizingAgency": "affiliation=string abbr=string",
    "nation": "abbr=string",
    "fileDscr": f"URI=string {_REFERENCES}",
    "varGrp": "type=section|multipleResp|grid|display|repetition|subject|version|iteration|analysis|pragmatic|record|"
    f"file|randomized|other otherType=NMTOKEN var=IDREFS varGrp=IDREFS name=string nCube=string {_REFERENCES}",
    "var": "name=string! wgt=wgt|not-wgt wgt-var=IDREFS weight=IDREFS qstn=IDREFS files=IDREFS vendor=string "
    f"dcml=string intrvl=contin|discrete rectype=string {_REFERENCES} aggrMeth={_OPERATIONS} otherAggrMeth=NMTOKEN "
    "measUnit=string scale=string origin=string nature=nominal|ordinal|interval|ratio|percent|other "
    "additivity=stock|flow|non-additive|other otherAdditivity=NMTOKEN temporal=Y|N geog=Y|N geoVocab=string "
    "catQnty=string representationType=text|numeric|code|datetime|other otherRepresentationType=NMTOKEN",
    "location": "StartPos=string EndPos=string width=string RecSegNo=string fileid=IDREF locMap=IDREF",
    "labl": "level=string vendor=string country=string sdatrefs=IDREFS",
    "security": "date=string",
    "qstn": "qstn=IDREF var=IDREFS seqNo=string sdatrefs=IDREFS "
    "responseDomainType=text|numeric|code|category|datetime|geographic|multiple|other "
    "otherResponseDomainType=NMTOKEN",
    "qstnLit": "sdatrefs=IDREFS",
    "item": "UNITS=INT|REAL VALUE=string!",
    "range": "UNITS=INT|REAL min=string minExclusive=string max=string maxExclusive=string",
    "notes": "type=string subject=string level=string resp=string sdatrefs=IDREFS parent=IDREFS sameNote=IDREF",
    "universe": "level=string clusion=I|E",
    "txt": "level=string sdatrefs=IDREFS",
    "catgry": "missing=Y|N missType=string country=string sdatrefs=IDREFS excls=true|false catgry=IDREFS level=IDREF",
    "version": "date=string type=string",
    "varFormat": "type=character|numeric formatname=string schema=SAS|SPSS|IBM|ANSI|ISO|XML-Data|other "
    "otherSchema=NMTOKEN category=date|time|currency|other otherCategory=NMTOKEN URI=string",
}
"""Its own attributes: the kind of value, or the values there are; ! where it must be there."""

POINTS_AT = {
    ("location", "fileid"): "fileDscr",
    ("var", "files"): "fileDscr",
    ("varGrp", "var"): "var",
    ("varGrp", "varGrp"): "varGrp",
}
"""To what a reference leads. This and the next the schema says in prose only."""

NAMED = {("varFormat", "schema"): "otherSchema"}
"""Where the value is `other`, which attribute must say what."""
