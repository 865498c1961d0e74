//! Pages of findings: what they show to whom, and that nothing typed is lost.

use crate::api::{annotated, curator};
use crate::upstream::{Given, HOSPITAL, given_rare, import, post_form, tube};

async fn send(given: &Given, token: &str, path: &str, form: &str) -> (u16, String) {
    post_form(&given.stage, path, token, form).await
}

#[tokio::test]
async fn a_finding_is_read_judged_and_listed() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let (one, two) = (curator(&given, "one").await, curator(&given, "two").await);
        let page = format!("/findings/{}/F001", given.case);
        let (status, html) = given.stage.page(&page, Some(&one)).await;
        assert_eq!(status, 200);
        for said in ["GENE1 p.Leu2Pro", "30", "評価していません", "II-C", "EID1"] {
            assert!(html.contains(said), "{said}: {html}");
        }
        let form = "verdict=accepted&tier=II-C&level=2&origin=somatic&version=0";
        let (status, _) = send(&given, &one, &format!("{page}/verdict"), form).await;
        assert_eq!(status, 303);
        // who looked at it before the other did loses nothing, and reads what the other said
        let late =
            "verdict=rejected&tier=II-C&level=2&origin=somatic&version=0&reason=my+own+words";
        let (status, html) = send(&given, &two, &format!("{page}/verdict"), late).await;
        assert_eq!(status, 409);
        for said in ["my own words", "E-WEB-STALE", "一次判定"] {
            assert!(html.contains(said), "{said}: {html}");
        }
        let (status, html) = given.stage.page("/curation", Some(&two)).await;
        assert_eq!(status, 200);
        assert!(html.contains(&page), "{html}");
        let (status, _) = send(&given, &two, &format!("{page}/agree"), "version=1").await;
        assert_eq!(status, 303);
        let list = format!("/findings/{}", given.case);
        let (status, html) = given.stage.page(&list, Some(&one)).await;
        assert_eq!(status, 200);
        assert!(html.contains("判定済み"), "{html}");
        // an empty choice is told over the form
        let other = format!("/findings/{}/F002/verdict", given.case);
        let (status, html) = send(&given, &one, &other, "sentence_ja=kept&version=0").await;
        assert!(status >= 400 && html.contains("kept"), "{status} {html}");
    }
}

#[tokio::test]
async fn who_may_not_see_findings_learns_nothing_of_them() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let stranger = given.stage.sign_in("physician", Some("elsewhere")).await;
        let technician = given.stage.sign_in("technician", Some(HOSPITAL)).await;
        let (here, nowhere) = (given.case.as_str(), "0123-04-99999");
        for token in [&stranger, &technician] {
            for path in ["/findings/{}", "/findings/{}/F001", "/trio/{}"] {
                let (one, said) = given
                    .stage
                    .page(&path.replace("{}", here), Some(token))
                    .await;
                let (two, other) = given
                    .stage
                    .page(&path.replace("{}", nowhere), Some(token))
                    .await;
                assert_eq!((one, two), (403, 403), "{path}");
                let plain = |s: &str| s.replace(here, "#").replace(nowhere, "#");
                assert_eq!(plain(&said), plain(&other), "{path}");
            }
            assert_eq!(given.stage.page("/curation", Some(token)).await.0, 403);
        }
        let physician = given.stage.sign_in("physician", Some(HOSPITAL)).await;
        let page = format!("/findings/{here}/F001");
        let (status, html) = given.stage.page(&page, Some(&physician)).await;
        assert_eq!(status, 200);
        assert!(
            !html.contains("name=\"verdict\""),
            "a physician has no form"
        );
        let form = "verdict=accepted&version=0";
        let (status, _) = send(&given, &physician, &format!("{page}/verdict"), form).await;
        assert_eq!(status, 403);
    }
}

#[tokio::test]
async fn a_trio_shows_genotypes_side_by_side_and_what_is_missing() {
    let t = store::testing::sqlite().await;
    let given = given_rare(t.db.clone()).await;
    import(&given.stage).await;
    let head = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT";
    let vcf = format!(
        "{head}\t{}\tM\tF\nchr1\t18\t.\tT\tC\t50\tPASS\tINH=de_novo\tGT:DP:AD\t0/1:30:14,16\t0/0:28:28,0\t0/0:31:31,0\n",
        tube(&given.case)
    );
    given.accept_run_of("run-1", "trio.vcf.gz", &vcf).await;
    given.stage.settle().await;
    let curator = curator(&given, "one").await;
    let page = format!("/trio/{}", given.case);
    let (status, html) = given.stage.page(&page, Some(&curator)).await;
    assert_eq!(status, 200);
    for said in [
        "GENE1 p.Leu2Pro",
        "新生",
        "ヘテロ接合",
        "30本中16本",
        "母のデータがありません",
        "父のデータがありません",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    assert!(
        html.contains("name=\"verdict\""),
        "the verdict is given here too"
    );
}
