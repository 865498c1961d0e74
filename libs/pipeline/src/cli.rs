//! `kumi analyse germline|pair|trio`: the pipeline without a server.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use crate::said::Act;
use crate::{Error, Mode, Outcome, Progress, Request, Role, SampleReads, StepTime, analyse};
use crate::{names, verdict};

/// What `kumi analyse` takes.
#[derive(Debug, Args)]
pub struct AnalyseArgs {
    #[command(subcommand)]
    mode: ModeArgs,
}

#[derive(Debug, Subcommand)]
enum ModeArgs {
    /// 一検体の生殖細胞系列 / One germline sample
    Germline {
        /// Name of the sample: letters, digits and . - _
        #[arg(long, value_parser = names::checked)]
        sample: Option<String>,
        /// FASTQ mates of each lane: R1 R2 [R1 R2 …]
        #[arg(long, num_args = 2.., required = true)]
        reads: Vec<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
    /// 腫瘍と正常の対 / Tumour and normal of one person
    Pair {
        /// FASTQ mates of each lane of the tumour
        #[arg(long, num_args = 2.., required = true)]
        tumour: Vec<PathBuf>,
        /// FASTQ mates of each lane of the normal
        #[arg(long, num_args = 2.., required = true)]
        normal: Vec<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
    /// 発端者と両親 / A child and both parents
    Trio {
        /// FASTQ mates of each lane of the child
        #[arg(long, num_args = 2.., required = true)]
        proband: Vec<PathBuf>,
        /// FASTQ mates of each lane of the mother
        #[arg(long, num_args = 2.., required = true)]
        mother: Vec<PathBuf>,
        /// FASTQ mates of each lane of the father
        #[arg(long, num_args = 2.., required = true)]
        father: Vec<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Args)]
struct Common {
    /// Reference FASTA, plain or gzip
    #[arg(long)]
    reference: PathBuf,
    /// Where the results go
    #[arg(long)]
    out: PathBuf,
    /// Call in these regions only (BED)
    #[arg(long)]
    regions: Option<PathBuf>,
    /// Compare with this VCF (repeatable)
    #[arg(long)]
    truth: Vec<PathBuf>,
    /// The truth is complete in these regions (BED)
    #[arg(long)]
    confident: Option<PathBuf>,
    /// Coding sequence (GFF3 or BED), for burden and compound heterozygotes
    #[arg(long)]
    genes: Option<PathBuf>,
    /// Table that maps cut-out contigs to GRCh38; slices.tsv beside the reference is found by itself
    #[arg(long)]
    slices: Option<PathBuf>,
    /// Threads in all
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Leave the work directory OUT/.work, which holds reads in plain text
    #[arg(long)]
    keep_work: bool,
    /// Remove the work directory after a failure too: nothing stays readable, and the next start begins anew
    #[arg(long, conflicts_with = "keep_work")]
    wipe: bool,
    /// TOML of another back end of the workflow engine (Slurm, TES, containers)
    #[arg(long)]
    backend: Option<PathBuf>,
}

/// Runs, shows progress on standard error, and prints one JSON object as the last line of standard output.
pub async fn run(arguments: AnalyseArgs) -> ExitCode {
    let bar = Bar::new();
    let cancel = CancellationToken::new();
    let asked = cancel.clone();
    let interrupt = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            asked.cancel();
        }
    });
    let wipe = arguments.wipes();
    let (result, work) = match request(arguments, cancel, bar.clone()) {
        Ok(request) => {
            let work = request.out_dir.join(".work");
            (analyse(request).await, work)
        }
        Err(error) => (Err(error), PathBuf::new()),
    };
    interrupt.abort();
    bar.end();
    match result {
        Ok(outcome) => finished(&outcome),
        Err(error) => {
            let steps = analyse::steps_so_far(&work);
            complain(&error);
            tell_of_work(&work, wipe);
            println!("{}", refused(&error, &steps));
            ExitCode::FAILURE
        }
    }
}

/// All ran; but samples that are not what they were called are a failure whatever came out.
fn finished(outcome: &Outcome) -> ExitCode {
    let swaps = verdict::swaps(&outcome.qc);
    let mut answer = told(outcome);
    if swaps.is_empty() {
        println!("{answer}");
        return ExitCode::SUCCESS;
    }
    let error = Error::Swap(swaps);
    complain(&error);
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("ok".to_owned(), json!(false));
        answer.insert("error".to_owned(), words(&error));
    }
    println!("{answer}");
    ExitCode::FAILURE
}

/// The last line when all went well.
pub fn told(outcome: &Outcome) -> Value {
    let outputs: Map<String, Value> = outcome
        .outputs
        .iter()
        .map(|o| (o.name.clone(), json!(o.path)))
        .collect();
    json!({"ok": true, "outputs": outputs, "qc": outcome.qc, "truth": outcome.truth, "steps": outcome.steps})
}

/// Reads the command line. What it got wrong is told by clap; to callers of `analyse` in both languages, with the object
/// they read as the last line.
///
/// # Errors
/// The code to end with.
pub fn parsed<T: clap::Parser>() -> Result<T, ExitCode> {
    T::try_parse().map_err(|said| {
        let asked = std::env::args().nth(1).is_some_and(|a| a == "analyse");
        if said.use_stderr() && asked {
            return misused(&said);
        }
        said.exit()
    })
}

/// What the command line itself got wrong, in both languages, with the object that callers read as the last line.
fn misused(said: &clap::Error) -> ExitCode {
    let said = said.to_string();
    let error = Error::input(
        format!("指定を読み取れません。`kumi analyse --help` をご覧ください。\n{said}"),
        format!("the arguments cannot be understood; see `kumi analyse --help`.\n{said}"),
    );
    complain(&error);
    println!("{}", refused(&error, &[]));
    ExitCode::from(2)
}

fn complain(error: &Error) {
    eprintln!("{}\n{error}", error.ja());
}

/// Reads in plain text stay after a failure, because the next start goes on from there: that is said, or they are wiped.
fn tell_of_work(work: &Path, wipe: bool) {
    if !work.is_dir() {
        return;
    }
    let place = work.display();
    match wipe.then(|| crate::files::remove(work)) {
        Some(Ok(())) => {}
        Some(Err(error)) => complain(&error),
        None => eprintln!(
            "途中の結果（平文のリードを含む）が {place} に残っています。同じ指定で再開できます。不要なら削除するか、--wipe を付けて実行してください。\n\
             What was done so far, with reads in plain text, stays in {place}: the same command goes on from there. Remove it if you do not want that, or run with --wipe."
        ),
    }
}

fn words(error: &Error) -> Value {
    json!({"code": error.code(), "ja": error.ja(), "en": error.to_string()})
}

fn refused(error: &Error, steps: &[StepTime]) -> Value {
    json!({"ok": false, "error": words(error), "outputs": {}, "qc": null, "truth": null, "steps": steps})
}

impl AnalyseArgs {
    fn wipes(&self) -> bool {
        match &self.mode {
            ModeArgs::Germline { common, .. }
            | ModeArgs::Pair { common, .. }
            | ModeArgs::Trio { common, .. } => common.wipe,
        }
    }
}

fn request(arguments: AnalyseArgs, cancel: CancellationToken, bar: Bar) -> Result<Request, Error> {
    let (mode, samples, common) = match arguments.mode {
        ModeArgs::Germline {
            sample,
            reads,
            common,
        } => (
            Mode::Germline,
            vec![one(Role::Sample, sample, reads)?],
            common,
        ),
        ModeArgs::Pair {
            tumour,
            normal,
            common,
        } => (
            Mode::Pair,
            vec![
                one(Role::Tumour, None, tumour)?,
                one(Role::Normal, None, normal)?,
            ],
            common,
        ),
        ModeArgs::Trio {
            proband,
            mother,
            father,
            common,
        } => {
            let samples = [
                (Role::Proband, proband),
                (Role::Mother, mother),
                (Role::Father, father),
            ];
            (
                Mode::Trio,
                samples
                    .into_iter()
                    .map(|(role, reads)| one(role, None, reads))
                    .collect::<Result<_, _>>()?,
                common,
            )
        }
    };
    let backend = common
        .backend
        .map(|path| std::fs::read_to_string(&path).map_err(Error::io(Act::Read, &path)));
    Ok(Request {
        mode,
        reference: common.reference,
        samples,
        regions: common.regions,
        truth: common.truth,
        confident: common.confident,
        slices: common.slices,
        genes: common.genes,
        threads: common
            .threads
            .map(usize::from)
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)),
        out_dir: common.out,
        cache_dir: None,
        reference_cache: None,
        kumi_exe: crate::tools::this_program().map_err(Error::io(Act::Find, Path::new("kumi")))?,
        tools: Vec::new(),
        keep_work: common.keep_work,
        backend: backend.transpose()?,
        cancel,
        progress: Arc::new(move |progress| bar.hear(&progress)),
    })
}

fn one(role: Role, name: Option<String>, files: Vec<PathBuf>) -> Result<SampleReads, Error> {
    if !files.len().is_multiple_of(2) {
        let count = files.len();
        return Err(Error::input(
            format!("FASTQ は R1 と R2 の組で指定してください（{count} 個が指定されました）"),
            format!("FASTQ files come in pairs (R1 R2), but {count} were given"),
        ));
    }
    let reads = files
        .chunks_exact(2)
        .filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone())))
        .collect();
    Ok(SampleReads {
        role,
        name,
        reads,
        sex: None,
    })
}

/// A bar on standard error with the names of what runs; lines where nobody watches.
#[derive(Clone)]
struct Bar {
    bar: ProgressBar,
    running: Arc<Mutex<Vec<String>>>,
}

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) =
            ProgressStyle::with_template("{elapsed_precise} [{bar:30}] {pos}/{len} {wide_msg}")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(std::time::Duration::from_millis(500));
        Self {
            bar,
            running: Arc::default(),
        }
    }

    fn hear(&self, progress: &Progress) {
        let Ok(mut running) = self.running.lock() else {
            return;
        };
        match progress {
            Progress::Preparing { what } => self.bar.set_message(what.clone()),
            Progress::Planned { tasks } => self.bar.set_length(*tasks as u64),
            Progress::Started { step } => running.push(step.clone()),
            Progress::Finished { step, .. } => {
                running.retain(|name| name != step);
                self.bar.inc(1);
            }
            Progress::Failed { step } => running.retain(|name| name != step),
        }
        if !running.is_empty() {
            self.bar.set_message(running.join(", "));
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
