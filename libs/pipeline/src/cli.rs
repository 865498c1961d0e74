//! `kumi analyse germline|pair|trio`: the pipeline without a server.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use crate::{Error, Mode, Outcome, Progress, Request, Role, SampleReads, StepTime, analyse};

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
        /// Name of the sample
        #[arg(long)]
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
    #[arg(long)]
    threads: Option<usize>,
    /// Leave the work directory OUT/.work, which holds reads in plain text
    #[arg(long)]
    keep_work: bool,
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
        Ok(outcome) => {
            println!("{}", told(&outcome));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}\n{error}", error.ja());
            println!("{}", refused(&error, &analyse::steps_so_far(&work)));
            ExitCode::FAILURE
        }
    }
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

fn refused(error: &Error, steps: &[StepTime]) -> Value {
    let words = json!({"code": error.code(), "ja": error.ja(), "en": error.to_string()});
    json!({"ok": false, "error": words, "outputs": {}, "qc": null, "truth": null, "steps": steps})
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
    let backend = common.backend.map(|path| {
        std::fs::read_to_string(&path).map_err(Error::io(format!("read {}", path.display())))
    });
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
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)),
        out_dir: common.out,
        cache_dir: None,
        reference_cache: None,
        kumi_exe: crate::tools::this_program().map_err(Error::io("find this program"))?,
        tools: Vec::new(),
        keep_work: common.keep_work,
        backend: backend.transpose()?,
        cancel,
        progress: Arc::new(move |progress| bar.hear(&progress)),
    })
}

fn one(role: Role, name: Option<String>, files: Vec<PathBuf>) -> Result<SampleReads, Error> {
    if !files.len().is_multiple_of(2) {
        return Err(Error::Input(format!(
            "FASTQ files come in pairs (R1 R2), but {} were given",
            files.len()
        )));
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
