import pytest

import kfees


@pytest.fixture(scope="session")
def library() -> kfees.Library:
    return kfees.load_schedules(environment={})
