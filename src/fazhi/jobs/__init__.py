"""Long work (后台任务) with a progress bar: a record beside the procrastinate queue that people can watch."""
