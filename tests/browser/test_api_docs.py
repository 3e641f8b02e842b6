"""The API's documentation page in real Chromium: whole, tried out, silent under its policy, nothing from elsewhere."""


def test_documentation_reads_and_tries_out_under_its_policy(visit) -> None:
    page = visit()
    page.goto("/api/schema/docs/")
    page.wait_for_selector(".opblock")
    page.locator("#operations-policies-policies_list .opblock-summary").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.wait_for_selector(".live-responses-table .response-col_status >> text=200")
    assert page.complaints == []
