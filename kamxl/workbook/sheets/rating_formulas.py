"""The formulas of the ratings, one a computed column: from points to score, rank and place."""

from __future__ import annotations

from kamxl.domain.gates import EXCLUDES, FIELD_SEVERITY
from kamxl.domain.matrix import MIDPOINT
from kamxl.domain.policy import SLOTS
from kamxl.domain.portfolio import KNOWN_UNKNOWN, SUBRATINGS
from kamxl.workbook.sheets import lookups, suggested, tiers
from kamxl.workbook.sheets.criteria import helper, knot_cells
from kamxl.workbook.sheets.rating_columns import WRONG

E = f"ratings[@e1:e{SLOTS}]"
ANSWERS = f"ratings[@{SUBRATINGS[0]}:{SUBRATINGS[-1]}]"
ON_SCALE = f'{ANSWERS},">="&kam_scale_low,{ANSWERS},"<="&kam_scale'
COVERED = f"SUMPRODUCT(kam_weights,--ISNUMBER({E}))"


def _axis(name: str) -> str:
    weights = f"kam_weights_{name}"
    return (
        f'=IF(ratings[@account_row]=0,"",IF(SUMPRODUCT({weights},--ISNUMBER({E}))>0,'
        f'SUMPRODUCT({weights},{E})/SUMPRODUCT({weights},--ISNUMBER({E})),""))'
    )


def _if_ranked(axis: str) -> str:
    """Return an axis' value of ranked accounts, "" of others: a median must meet no error."""
    value = f"ratings[@{axis}]"
    return f'=IFERROR(IF(N(ratings[@key])>0,IF(ISNUMBER({value}),ROUND({value},9),""),""),"")'


def _tie(slot_name: str) -> str:
    return (
        f"=IF(OR({slot_name}=0,NOT(ISNUMBER(ratings[@score]))),0,"
        f"IF(N(ratings[@key])>0,IF(ISNUMBER(INDEX({E},1,MAX({slot_name},1))),"
        f"ROUND(INDEX({E},1,MAX({slot_name},1)),9),0),0))"
    )


R_OF = (
    "IF(ratings[@strength_row]>0,"
    "ISNUMBER(INDEX(strength[ratio],MAX(ratings[@strength_row],1))),FALSE)"
)
SHARE_OF = "N(INDEX(accounts[disclosure_share],MAX(ratings[@account_row],1)))"
ROW_OF = "MAX(ratings[@account_row],1)"
LOGO = f"TRIM(INDEX(accounts[logo],{ROW_OF}))"


def _derived(slot: int) -> str:
    """Return how far above 1 the figure of a place lies on its bands, from 0 to 9."""
    figure = f"INDEX(accounts[],{ROW_OF},MAX({helper('column', slot)},1))"
    signed = f"ROUND({helper('sign', slot)}*{figure},9)"
    base, slope = (
        f"LOOKUP({signed},{knot_cells('knot', slot)},{knot_cells(kind, slot)})"
        for kind in ("base", "slope")
    )
    return f"({base}+{signed}*{slope})"


FORMULAS = {
    "name": '=IF(ratings[@account_row]=0,"",INDEX(accounts[name],ratings[@account_row])&"")',
    "account_row": lookups.account_row("ratings", "kam_ratings_head"),
    "coverage": '=IF(OR(ratings[@account_row]=0,kam_weight_total=0),"",'
    f"{COVERED}/kam_weight_total)",
    "score": f'=IF(ratings[@account_row]=0,"",IF({COVERED}>0,IF(kam_missing_fill>0,'
    f"SUMPRODUCT(kam_weights,{E})/kam_weight_total+kam_missing_fill*(1-ratings[@coverage]),"
    'IF(AND(kam_missing_no=4,ROUND(ratings[@coverage],9)<1),"",'
    f'SUMPRODUCT(kam_weights,{E})/{COVERED})),""))',
    "lowest": f"=IF(ISNUMBER(ratings[@coverage]),SUMPRODUCT(kam_weights,{E})/kam_weight_total+"
    'kam_scale_low*(1-ratings[@coverage]),"")',
    "highest": f"=IF(ISNUMBER(ratings[@coverage]),SUMPRODUCT(kam_weights,{E})/kam_weight_total+"
    'kam_scale*(1-ratings[@coverage]),"")',
    "key": '=IF(ratings[@account_row]=0,"",IF(ISNUMBER(ratings[@score]),'
    "IF(ROUND(ratings[@coverage],9)>=ROUND(kam_minimum_coverage,9),"
    f"IF(ratings[@severity]={EXCLUDES},-ratings[@account_row],ROUND(ratings[@score],9)),"
    "-ratings[@account_row]),-ratings[@account_row]))",
    "tie1": _tie("kam_tie_slot_1"),
    "tie2": _tie("kam_tie_slot_2"),
    "tie3": "=IF(N(ratings[@key])>0,ROUND(ratings[@coverage],9),0)",
    "tie4": f"=IF(N(ratings[@key])>0,ROUND(N(INDEX(accounts[revenue],{ROW_OF})),9),0)",
    "rank": '=IF(N(ratings[@key])>0,RANK(ratings[@key],ratings[key]),"")',
    "order": "=IF(ISNUMBER(ratings[@key]),RANK(ratings[@key],ratings[key])+"
    "IF(COUNTIF(ratings[key],ratings[@key])>1,SUMPRODUCT((ratings[key]=ratings[@key])*("
    "(ratings[tie1]>ratings[@tie1])+(ratings[tie1]=ratings[@tie1])*("
    "(ratings[tie2]>ratings[@tie2])+(ratings[tie2]=ratings[@tie2])*("
    "(ratings[tie3]>ratings[@tie3])+(ratings[tie3]=ratings[@tie3])*("
    "(ratings[tie4]>ratings[@tie4])+(ratings[tie4]=ratings[@tie4])*"
    '(ratings[account_row]<ratings[@account_row])))))),0),"")',
    "strategic_mean": '=IF(ratings[@account_row]=0,"",'
    f'IF(COUNTIFS({ON_SCALE})=0,"",AVERAGEIFS({ANSWERS},{ON_SCALE})))',
    **suggested.FORMULAS,
    "severity": "=IF(ratings[@account_row]=0,0,MAX(SUMPRODUCT(MAX("
    f"({E}<=kam_gate_limits)*kam_gate_severities)),{FIELD_SEVERITY}*"
    f"(TRIM(INDEX(accounts[reputation_fits],{ROW_OF}))=kam_no)))",
    "gate": "=IF(ratings[@severity]=0,0,"
    f"{SLOTS + 1}-SUMPRODUCT(MAX(({E}<=kam_gate_limits)*(kam_gate_severities="
    f"ratings[@severity])*({SLOTS + 1}-kam_slots))))",
    **tiers.FORMULAS,
    "attractiveness": _axis("attractiveness"),
    "strength": "=IF(ratings[@stage_strength]>0,ratings[@stage_strength],"
    f"IF(kam_strength_mode_no=3,IF({R_OF},INDEX(strength[ratio],MAX(ratings[@strength_row],1)),"
    f"IF(N({_axis('strength')[1:]})>0,ROUND((1+({_axis('strength')[1:]}-kam_scale_low)/"
    f'kam_scale_step)/{MIDPOINT:g},9),"")),{_axis("strength")[1:]}))',
    "strength_row": "=IF(OR(ratings[@account_row]=0,kam_strength_mode_no<>3),0,"
    + lookups.row_in("ratings[@account_row]", "strength[account_row]", "kam_strength_sorted")
    + ")",
    "strength_source": "=IF(ISNUMBER(ratings[@strength]),INDEX(kam_list_strength_source,"
    f'IF(ratings[@stage_strength]>0,3,IF({R_OF},1,2))),"")',
    "stage_strength": "=IF(OR(ratings[@account_row]=0,kam_strength_mode_no<>2),0,"
    f"IFERROR(SUMPRODUCT(MAX((kam_list_stage=TRIM(INDEX(accounts[stage],{ROW_OF})))*"
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
    "endangered": f"=IF(ratings[@account_row]=0,0,--OR(AND(ROUND({SHARE_OF},9)>=kam_risk_share,"
    'OR(ratings[@tier]="C",ratings[@tier]="D")),'
    f"AND(ROUND({SHARE_OF},9)>=kam_risk_share_near,OR(ratings[@gate]>0,"
    f"AND(ISNUMBER(INDEX(accounts[contract_end],{ROW_OF})),"
    f"N(INDEX(accounts[contract_end],{ROW_OF}))<=kam_contract_horizon)))))",
    "mark_large": f"=IF(ratings[@account_row]=0,0,--(ROUND({SHARE_OF},9)>=kam_mark_share))",
    "mark_solvent": "=IF(OR(ratings[@account_row]=0,kam_solvency_slot=0),0,"
    f"--AND(INDEX(accounts[status],{ROW_OF})=kam_status_prospect,"
    f"ISNUMBER(INDEX({E},1,MAX(kam_solvency_slot,1))),"
    f"ROUND(N(INDEX({E},1,MAX(kam_solvency_slot,1))),9)>=kam_mark_solvency_scaled))",
    "mark_leader": f"=IF(ratings[@account_row]=0,0,--(INDEX(accounts[leader],{ROW_OF})=kam_yes))",
    # What a rating of 1 with a weight of 1 adds to the score of a ranked account.
    "unit": "=IF(N(ratings[@key])>0,1/(IF(kam_missing_fill>0,1,ratings[@coverage])*"
    "kam_weight_total),0)",
    "mark_reference": "=IF(OR(ratings[@account_row]=0,kam_reference_slot=0),0,"
    f"--AND(ISNUMBER(INDEX(accounts[customer_years],{ROW_OF})),"
    f"N(INDEX(accounts[customer_years],{ROW_OF}))>=kam_reference_years,"
    f"ISNUMBER(INDEX({E},1,MAX(kam_reference_slot,1))),"
    f"ROUND(N(INDEX({E},1,MAX(kam_reference_slot,1))),9)>=kam_reference_rating_scaled))",
    "ask_logo": "=IF(ratings[@account_row]=0,0,"
    f"--AND(TRIM(INDEX(accounts[brand],{ROW_OF}))=kam_yes,"
    f'OR(ratings[@tier]="A",ratings[@tier]="B"),{LOGO}<>kam_yes,{LOGO}<>INDEX(kam_list_logo,2),'
    f"OR({LOGO}<>kam_no,NOT(ISNUMBER(INDEX(accounts[logo_date],{ROW_OF}))))))",
    "reference": '=IF(ratings[@mark_reference]=1,kam_word_reference&IF(ratings[@ask_logo]=1,"; ",'
    '""),"")&IF(ratings[@ask_logo]=1,kam_word_ask_logo,"")',
    **{
        f"e{n}": f'=IF(OR(ratings[@account_row]=0,{helper("on", n - 1)}=0),"",'
        f"IF(LEN(ratings[@k{n}])=0,IF(IF(kam_strategic_slot={n},"
        f"ISNUMBER(ratings[@strategic_mean]),FALSE),{helper('start', n - 1)}+"
        f"{helper('factor', n - 1)}*ratings[@strategic_mean],"
        f'IF({helper("column", n - 1)}=0,"",'
        f"IF(ISNUMBER(INDEX(accounts[],{ROW_OF},MAX({helper('column', n - 1)},1))),"
        f"{helper('start', n - 1)}+{helper('factor', n - 1)}*(kam_scale_low+kam_scale_step*"
        f'{_derived(n - 1)}),""))),'
        f"IF(ISNUMBER(ratings[@k{n}]),IF(AND(ratings[@k{n}]>=kam_scale_low,"
        f"ratings[@k{n}]<=kam_scale),{helper('start', n - 1)}+{helper('factor', n - 1)}*"
        f'ratings[@k{n}],"{WRONG}"),IF(TRIM(ratings[@k{n}])="{KNOWN_UNKNOWN}",'
        f'"{KNOWN_UNKNOWN}","{WRONG}"))))'
        for n in range(1, SLOTS + 1)
    },
}
