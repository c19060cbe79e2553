from __future__ import annotations

import io
import json
from typing import Any

from kamxl.buttons.office import serve


def served(*questions: dict[str, Any]) -> list[Any]:
    answers = io.StringIO()
    serve(io.StringIO("".join(json.dumps(one) + "\n" for one in questions)), answers)
    return [json.loads(line) for line in answers.getvalue().splitlines()]


def test_a_function_is_called_with_values_errors_and_rows() -> None:
    assert served(
        {"call": "KAM_HHI", "arguments": [[[50, 50]]]},
        {"call": "KAM_HHI", "arguments": [[[50, {"error": "#N/A"}]]]},
        {"call": "KAM_SHARE", "arguments": [[[3], [1]], None]},
    ) == [{"done": 0.5}, {"done": {"error": "#N/A"}}, {"done": [[0.75], [0.25]]}]
