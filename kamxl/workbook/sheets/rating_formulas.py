"""The formulas of the ratings, one a computed column: from points to score, rank and place."""

from __future__ import annotations

from kamxl.domain.gates import EXCLUDES, FIELD_SEVERITY
from kamxl.domain.matrix import MIDPOINT
from kamxl.domain.policy import SLOTS
from kamxl.domain.portfolio import KNOWN_UNKNOWN, SUBRATINGS
from kamxl.workbook.sheets import lookups, suggested, tiers
from kamxl.workbook.sheets.criteria_places import helper
from kamxl.workbook.sheets.rating_columns import WRONG

E = f"ratings[@e1:e{SLOTS}]"
ANSWERS = f"ratings[@{SUBRATINGS[0]}:{SUBRATINGS[-1]}]"
COVERED = f"SUMPRODUCT(kam_weights,--ISNUMBER({E}))"
# A formula stands in every row: each counts whatever stands in its row already.
ROW_OF = "ratings[@account_row]"
SUM = f"SUMPRODUCT(kam_weights,{E})/kam_weight_total"


def _of(key: str) -> str:
    """Return the account's cell; only where the row has an account, as row 0 is all rows."""
    return f"INDEX(accounts[{key}],{ROW_OF})"


def _mean(axis: str) -> str:
    """Return the mean of an axis' ratings, an error where none is rated."""
    weights = f"kam_weights_{axis}"
    return f"SUMPRODUCT({weights},{E})/SUMPRODUCT({weights},--ISNUMBER({E}))"


def _if_ranked(axis: str) -> str:
    """Return an axis' value of ranked accounts, "" of others: a median must meet no error."""
    value = f"ratings[@{axis}]"
    return f'=IFERROR(IF(N(ratings[@key])>0,IF(ISNUMBER({value}),ROUND({value},9),""),""),"")'


def _tie(slot_name: str) -> str:
    return f"=IF(N(ratings[@key])*{slot_name}>0,ROUND(N(INDEX({E},1,{slot_name})),9),0)"


RATIO = "INDEX(strength[ratio],ratings[@strength_row])"
R_OF = f"IF(ratings[@strength_row]>0,ISNUMBER({RATIO}),FALSE)"
SHARE_OF = f"ROUND(N({_of('disclosure_share')}),9)"
LOGO = f"TRIM({_of('logo')})"


def _counts(slot: int) -> str:
    """Return the formula for what counts: what is typed, else answers, else a figure's place."""
    typed, mean = f"ratings[@k{slot + 1}]", "ratings[@strategic_mean]"
    on, turn, factor = (helper(key, slot) for key in ("on", "start", "factor"))
    return (
        f'=IF({ROW_OF}*{on}=0,"",IF(LEN({typed})=0,'
        f"IF((kam_strategic_slot={slot + 1})*COUNT({mean})>0,{turn}+{factor}*{mean},"
        f"{_of(f'f{slot + 1}')}),"
        f"IF(AND(ISNUMBER({typed}),{typed}>=kam_scale_low,{typed}<=kam_scale),"
        f"{turn}+{factor}*{typed},"
        f'IF(TRIM({typed})="{KNOWN_UNKNOWN}","{KNOWN_UNKNOWN}","{WRONG}"))))'
    )


FORMULAS = {
    "name": '=IF(ratings[@account_row]=0,"",INDEX(accounts[name],ratings[@account_row])&"")',
    "account_row": lookups.account_row("ratings", "kam_ratings_head"),
    "coverage": f'=IF({ROW_OF}*kam_weight_total=0,"",{COVERED}/kam_weight_total)',
    "score": f"=IF(N(ratings[@coverage])>0,IF(kam_missing_fill>0,"
    f"{SUM}+kam_missing_fill*(1-ratings[@coverage]),"
    'IF(AND(kam_missing_no=4,ROUND(ratings[@coverage],9)<1),"",'
    f'{SUM}/ratings[@coverage])),"")',
    "lowest": f'=IF(ISNUMBER(ratings[@coverage]),{SUM}+kam_scale_low*(1-ratings[@coverage]),"")',
    "highest": "=IF(ISNUMBER(ratings[@lowest]),ratings[@lowest]+"
    '(kam_scale-kam_scale_low)*(1-ratings[@coverage]),"")',
    "key": f'=IF({ROW_OF}=0,"",IF(ISNUMBER(ratings[@score]),'
    f"IF((ROUND(ratings[@coverage],9)>=ROUND(kam_minimum_coverage,9))*(ratings[@severity]<>"
    f"{EXCLUDES}),ROUND(ratings[@score],9),-{ROW_OF}),-{ROW_OF}))",
    "tie1": _tie("kam_tie_slot_1"),
    "tie2": _tie("kam_tie_slot_2"),
    "tie3": "=IF(N(ratings[@key])>0,ROUND(ratings[@coverage],9),0)",
    "tie4": f"=IF(N(ratings[@key])>0,ROUND(N({_of('revenue')}),9),0)",
    "rank": '=IF(N(ratings[@key])>0,RANK(ratings[@key],ratings[key]),"")',
    "order": "=IF(ISNUMBER(ratings[@key]),RANK(ratings[@key],ratings[key])+"
    "IF(COUNTIF(ratings[key],ratings[@key])>1,SUMPRODUCT((ratings[key]=ratings[@key])*("
    "(ratings[tie1]>ratings[@tie1])+(ratings[tie1]=ratings[@tie1])*("
    "(ratings[tie2]>ratings[@tie2])+(ratings[tie2]=ratings[@tie2])*("
    "(ratings[tie3]>ratings[@tie3])+(ratings[tie3]=ratings[@tie3])*("
    "(ratings[tie4]>ratings[@tie4])+(ratings[tie4]=ratings[@tie4])*"
    '(ratings[account_row]<ratings[@account_row])))))),0),"")',
    "strategic_mean": f'=IF({ROW_OF}=0,"",IFERROR(AVERAGEIFS({ANSWERS},{ANSWERS},'
    f'">="&kam_scale_low,{ANSWERS},"<="&kam_scale),""))',
    **suggested.FORMULAS,
    "severity": "=IF(ratings[@account_row]=0,0,MAX(SUMPRODUCT(MAX("
    f"({E}<=kam_gate_limits)*kam_gate_severities)),{FIELD_SEVERITY}*"
    f"(TRIM({_of('reputation_fits')})=kam_no)))",
    "gate": "=IF(ratings[@severity]=0,0,"
    f"{SLOTS + 1}-SUMPRODUCT(MAX(({E}<=kam_gate_limits)*(kam_gate_severities="
    f"ratings[@severity])*({SLOTS + 1}-kam_slots))))",
    **tiers.FORMULAS,
    "attractiveness": f'=IF({ROW_OF}=0,"",IFERROR({_mean("attractiveness")},""))',
    "strength": "=IF(ratings[@stage_strength]>0,ratings[@stage_strength],"
    f'IF({ROW_OF}=0,"",IFERROR(IF(kam_strength_mode_no=3,IF({R_OF},{RATIO},'
    f"ROUND((1+({_mean('strength')}-kam_scale_low)/kam_scale_step)/{MIDPOINT:g},9)),"
    f'{_mean("strength")}),"")))',
    "strength_row": "=IF(OR(ratings[@account_row]=0,kam_strength_mode_no<>3),0,"
    + lookups.row_in("ratings[@account_row]", "strength[account_row]", "kam_strength_sorted")
    + ")",
    "strength_source": "=IF(ISNUMBER(ratings[@strength]),INDEX(kam_list_strength_source,"
    f'IF(ratings[@stage_strength]>0,3,IF({R_OF},1,2))),"")',
    "stage_strength": "=IF(OR(ratings[@account_row]=0,kam_strength_mode_no<>2),0,"
    f"IFERROR(SUMPRODUCT(MAX((kam_list_stage=TRIM({_of('stage')}))*"
    "kam_stage_strengths)),0))",
    "on_attractiveness": _if_ranked("attractiveness"),
    "on_strength": _if_ranked("strength"),
    "quadrant": "=IF(COUNT(ratings[@on_attractiveness:on_strength])=2,"
    "1+2*(ratings[@on_attractiveness]<kam_cut_attractiveness_scaled)+"
    "(ratings[@on_strength]<kam_cut_strength_scaled),0)",
    "cell": "=IF(ratings[@quadrant]=0,0,1+3*((ratings[@on_attractiveness]<kam_third_low)+"
    "(ratings[@on_attractiveness]<kam_third_high))+(ratings[@on_strength]<kam_strength_third_low)+"
    "(ratings[@on_strength]<kam_strength_third_high))",
    "borderline": "=IF(ratings[@quadrant]=0,0,--(ROUND(MIN("
    "ABS(ratings[@attractiveness]-kam_cut_attractiveness_scaled),"
    "ABS(ratings[@strength]-kam_cut_strength_scaled)*kam_strength_stretch),9)<kam_borderline_scaled))",
    "endangered": f"=IF(ratings[@account_row]=0,0,--OR(AND({SHARE_OF}>=kam_risk_share,"
    'OR(ratings[@tier]="C",ratings[@tier]="D")),'
    f"AND({SHARE_OF}>=kam_risk_share_near,OR(ratings[@gate]>0,"
    f"AND(ISNUMBER({_of('contract_end')}),"
    f"N({_of('contract_end')})<=kam_contract_horizon)))))",
    "mark_large": f"=IF(ratings[@account_row]=0,0,--({SHARE_OF}>=kam_mark_share))",
    "mark_solvent": "=IF(OR(ratings[@account_row]=0,kam_solvency_slot=0),0,"
    f"--AND({_of('status')}=kam_status_prospect,"
    f"ISNUMBER(INDEX({E},1,kam_solvency_slot)),"
    f"ROUND(N(INDEX({E},1,kam_solvency_slot)),9)>=kam_mark_solvency_scaled))",
    "mark_leader": f"=IF(ratings[@account_row]=0,0,--({_of('leader')}=kam_yes))",
    # What a rating of 1 with a weight of 1 adds to the score of a ranked account.
    "unit": "=IF(N(ratings[@key])>0,1/(IF(kam_missing_fill>0,1,ratings[@coverage])*"
    "kam_weight_total),0)",
    "mark_reference": "=IF(OR(ratings[@account_row]=0,kam_reference_slot=0),0,"
    f"--AND(ISNUMBER({_of('customer_years')}),"
    f"N({_of('customer_years')})>=kam_reference_years,"
    f"ISNUMBER(INDEX({E},1,kam_reference_slot)),"
    f"ROUND(N(INDEX({E},1,kam_reference_slot)),9)>=kam_reference_rating_scaled))",
    "ask_logo": "=IF(ratings[@account_row]=0,0,"
    f"--AND(TRIM({_of('brand')})=kam_yes,"
    f'OR(ratings[@tier]="A",ratings[@tier]="B"),{LOGO}<>kam_yes,{LOGO}<>INDEX(kam_list_logo,2),'
    f"OR({LOGO}<>kam_no,NOT(ISNUMBER({_of('logo_date')})))))",
    "reference": '=IF(ratings[@mark_reference]=1,kam_word_reference&IF(ratings[@ask_logo]=1,"; ",'
    '""),"")&IF(ratings[@ask_logo]=1,kam_word_ask_logo,"")',
    **{f"e{slot + 1}": _counts(slot) for slot in range(SLOTS)},
}
