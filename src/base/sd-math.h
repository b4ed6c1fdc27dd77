/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The SynthData authors
 */

/* Elementary and special functions whose bits are the same on every machine.
 *
 * The C library picks other code on processors with fused multiply-add, and
 * other bits come out. These use only exactly rounded operations (+ − × ÷ √),
 * compiled with -ffp-contract=off. Relative error is about 1e-13, of quantiles
 * 1e-10. Arguments out of the domain give NaN, as in the C library.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

double sd_exp             (double x);
double sd_expm1           (double x);
double sd_log             (double x);
double sd_log1p           (double x);
double sd_pow             (double x,
                           double y);
double sd_sin             (double x);
double sd_cos             (double x);
double sd_floor           (double x);
double sd_ceil            (double x);
/* Half away from zero, as in SQL and spreadsheets. */
double sd_round           (double x);
/* sd_round (x × 10^scale) as an integer, saturating at the ends of gint64;
 * NaN gives 0. */
gint64 sd_round_to_scaled (double x,
                           guint  scale);

double sd_normal_cdf      (double x);
double sd_normal_quantile (double p);
double sd_lgamma          (double x);
double sd_gamma_p         (double a,
                           double x);
double sd_gamma_q         (double a,
                           double x);
double sd_gamma_quantile  (double a,
                           double p);
double sd_beta_i          (double x,
                           double a,
                           double b);
double sd_beta_quantile   (double a,
                           double b,
                           double p);

/* 10^n for 0 ≤ n ≤ 18. */
extern const gint64 sd_pow10[19];

G_END_DECLS
