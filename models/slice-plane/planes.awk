# awk -f planes.awk ranges.csv labels-SPLIT.csv > planes-SPLIT.csv: the slices' planes from the ranges of their source_index.
BEGIN { FS = OFS = ","; label["axial"] = 0; label["coronal"] = 1; label["sagittal"] = 2 }
NR == FNR { if (FNR > 1) { class[++n] = $1; first[n] = $2; last[n] = $3; plane[n] = $4 }; next }
FNR == 1 { print "file,label,class,source_fold,slice_run"; next }
{
  for (i = 1; i <= n; i++) {
    if ($3 == class[i] && $4 + 0 >= first[i] + 0 && $4 + 0 <= last[i] + 0) { print $1, label[plane[i]], plane[i], $5, $6 }
  }
}
