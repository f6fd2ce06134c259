;; The inner loops of preprocessing; preprocess-kernel.ts loads them, resize.ts and preprocess.ts
;; call them.
;;
;; Resizing is fixed point as in Pillow: weights with 22 fractional bits, rounded to 8 bits after
;; each pass. A table describes one side: for each output position the first input position (i32),
;; a count of groups (i32), then the groups. A group holds the weights of four taps as two halves
;; of 11 bits, so that products of 16 bits suffice: words [high 0, high 1], [high 2, high 3],
;; [low 0, low 1], [low 2, low 3]. Taps beyond the last have the weight 0.
(module
  (memory (export "memory") 1)

  ;; Interleaved RGB, $rows rows of $width pixels at $source, to rows of $outputs pixels at
  ;; $target, $targetRow bytes apart, which leaves at least one byte between them. $tableRow is the
  ;; length of a table row in bytes. Four rows at a time share the weights, so it may read and
  ;; write three rows too many. Reads up to 15 bytes too far.
  (func (export "horizontal")
    (param $source i32) (param $width i32) (param $rows i32)
    (param $table i32) (param $tableRow i32) (param $outputs i32)
    (param $target i32) (param $targetRow i32)
    (local $sourceRow i32) (local $x i32) (local $entry i32) (local $group i32) (local $end i32)
    (local $pixelA i32) (local $pixelB i32) (local $pixelC i32) (local $pixelD i32)
    (local $out i32) (local $pixels v128) (local $first v128) (local $second v128)
    (local $firstHigh v128) (local $secondHigh v128) (local $firstLow v128) (local $secondLow v128)
    (local $highA v128) (local $highB v128) (local $highC v128) (local $highD v128)
    (local $lowA v128) (local $lowB v128) (local $lowC v128) (local $lowD v128)
    (local.set $sourceRow (i32.mul (local.get $width) (i32.const 3)))
    (block $finished
      (loop $four
        (br_if $finished (i32.le_s (local.get $rows) (i32.const 0)))
        (local.set $x (i32.const 0))
        (local.set $entry (local.get $table))
        (local.set $out (local.get $target))
        (loop $output
          (local.set $pixelA
            (i32.add (local.get $source)
              (i32.mul (i32.load (local.get $entry)) (i32.const 3))))
          (local.set $pixelB (i32.add (local.get $pixelA) (local.get $sourceRow)))
          (local.set $pixelC (i32.add (local.get $pixelB) (local.get $sourceRow)))
          (local.set $pixelD (i32.add (local.get $pixelC) (local.get $sourceRow)))
          (local.set $group (i32.add (local.get $entry) (i32.const 8)))
          (local.set $end
            (i32.add (local.get $group)
              (i32.shl (i32.load offset=4 (local.get $entry)) (i32.const 4))))
          (local.set $highA (v128.const i32x4 0 0 0 0))
          (local.set $lowA (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $highB (v128.const i32x4 0 0 0 0))
          (local.set $lowB (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $highC (v128.const i32x4 0 0 0 0))
          (local.set $lowC (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $highD (v128.const i32x4 0 0 0 0))
          (local.set $lowD (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (loop $taps
            (local.set $firstHigh (v128.load32_splat (local.get $group)))
            (local.set $secondHigh (v128.load32_splat offset=4 (local.get $group)))
            (local.set $firstLow (v128.load32_splat offset=8 (local.get $group)))
            (local.set $secondLow (v128.load32_splat offset=12 (local.get $group)))
            ;; Red, green and blue of two pixels each, side by side, as 16-bit numbers; 128 is 0.
            (local.set $pixels (v128.load (local.get $pixelA)))
            (local.set $first
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
            (local.set $second
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
            (local.set $highA
              (i32x4.add (local.get $highA)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $first) (local.get $firstHigh))
                  (i32x4.dot_i16x8_s (local.get $second) (local.get $secondHigh)))))
            (local.set $lowA
              (i32x4.add (local.get $lowA)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $first) (local.get $firstLow))
                  (i32x4.dot_i16x8_s (local.get $second) (local.get $secondLow)))))
            (local.set $pixelA (i32.add (local.get $pixelA) (i32.const 12)))
            (local.set $pixels (v128.load (local.get $pixelB)))
            (local.set $first
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
            (local.set $second
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
            (local.set $highB
              (i32x4.add (local.get $highB)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $first) (local.get $firstHigh))
                  (i32x4.dot_i16x8_s (local.get $second) (local.get $secondHigh)))))
            (local.set $lowB
              (i32x4.add (local.get $lowB)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $first) (local.get $firstLow))
                  (i32x4.dot_i16x8_s (local.get $second) (local.get $secondLow)))))
            (local.set $pixelB (i32.add (local.get $pixelB) (i32.const 12)))
            (local.set $pixels (v128.load (local.get $pixelC)))
            (local.set $first
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
            (local.set $second
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
            (local.set $highC
              (i32x4.add (local.get $highC)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $first) (local.get $firstHigh))
                  (i32x4.dot_i16x8_s (local.get $second) (local.get $secondHigh)))))
            (local.set $lowC
              (i32x4.add (local.get $lowC)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $first) (local.get $firstLow))
                  (i32x4.dot_i16x8_s (local.get $second) (local.get $secondLow)))))
            (local.set $pixelC (i32.add (local.get $pixelC) (i32.const 12)))
            (local.set $pixels (v128.load (local.get $pixelD)))
            (local.set $first
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
            (local.set $second
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
            (local.set $highD
              (i32x4.add (local.get $highD)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $first) (local.get $firstHigh))
                  (i32x4.dot_i16x8_s (local.get $second) (local.get $secondHigh)))))
            (local.set $lowD
              (i32x4.add (local.get $lowD)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $first) (local.get $firstLow))
                  (i32x4.dot_i16x8_s (local.get $second) (local.get $secondLow)))))
            (local.set $pixelD (i32.add (local.get $pixelD) (i32.const 12)))
            (local.set $group (i32.add (local.get $group) (i32.const 16)))
            (br_if $taps (i32.lt_u (local.get $group) (local.get $end))))
          (local.set $lowA
            (i32x4.shr_u
              (i32x4.add (local.get $lowA) (i32x4.shl (local.get $highA) (i32.const 11)))
              (i32.const 22)))
          (local.set $lowB
            (i32x4.shr_u
              (i32x4.add (local.get $lowB) (i32x4.shl (local.get $highB) (i32.const 11)))
              (i32.const 22)))
          (local.set $lowC
            (i32x4.shr_u
              (i32x4.add (local.get $lowC) (i32x4.shl (local.get $highC) (i32.const 11)))
              (i32.const 22)))
          (local.set $lowD
            (i32x4.shr_u
              (i32x4.add (local.get $lowD) (i32x4.shl (local.get $highD) (i32.const 11)))
              (i32.const 22)))
          ;; One pixel of each row; its fourth byte is overwritten by the next pixel.
          (local.set $pixels
            (i8x16.narrow_i16x8_u
              (i16x8.narrow_i32x4_u (local.get $lowA) (local.get $lowB))
              (i16x8.narrow_i32x4_u (local.get $lowC) (local.get $lowD))))
          (v128.store32_lane 0 (local.get $out) (local.get $pixels))
          (v128.store32_lane 1
            (i32.add (local.get $out) (local.get $targetRow)) (local.get $pixels))
          (v128.store32_lane 2
            (i32.add (local.get $out) (i32.shl (local.get $targetRow) (i32.const 1)))
            (local.get $pixels))
          (v128.store32_lane 3
            (i32.add (local.get $out) (i32.mul (local.get $targetRow) (i32.const 3)))
            (local.get $pixels))
          (local.set $out (i32.add (local.get $out) (i32.const 3)))
          (local.set $entry (i32.add (local.get $entry) (local.get $tableRow)))
          (local.set $x (i32.add (local.get $x) (i32.const 1)))
          (br_if $output (i32.lt_u (local.get $x) (local.get $outputs))))
        (local.set $source
          (i32.add (local.get $source) (i32.shl (local.get $sourceRow) (i32.const 2))))
        (local.set $target
          (i32.add (local.get $target) (i32.shl (local.get $targetRow) (i32.const 2))))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 4)))
        (br $four))))

  ;; Columns of bytes: rows of $length bytes, $sourceRow apart, at $source to $outputs rows at
  ;; $target, without gaps and in order: eight columns at a time, so a store may reach into the row
  ;; that comes next. Reads up to three rows and 7 bytes too far.
  (func (export "vertical")
    (param $source i32) (param $length i32) (param $sourceRow i32)
    (param $table i32) (param $tableRow i32) (param $outputs i32) (param $target i32)
    (local $column i32) (local $byte i32) (local $group i32) (local $end i32) (local $two i32)
    (local $pairs v128) (local $left v128) (local $right v128) (local $weights v128)
    (local $leftHigh v128) (local $leftLow v128) (local $rightHigh v128) (local $rightLow v128)
    (local.set $two (i32.shl (local.get $sourceRow) (i32.const 1)))
    (block $finished
      (loop $output
        (br_if $finished (i32.eqz (local.get $outputs)))
        (local.set $column (i32.const 0))
        (local.set $end
          (i32.add (i32.add (local.get $table) (i32.const 8))
            (i32.shl (i32.load offset=4 (local.get $table)) (i32.const 4))))
        (loop $columns
          (local.set $byte
            (i32.add (i32.add (local.get $source) (local.get $column))
              (i32.mul (i32.load (local.get $table)) (local.get $sourceRow))))
          (local.set $group (i32.add (local.get $table) (i32.const 8)))
          (local.set $leftHigh (v128.const i32x4 0 0 0 0))
          (local.set $rightHigh (v128.const i32x4 0 0 0 0))
          (local.set $leftLow (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $rightLow (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (loop $taps
            ;; Two rows side by side: byte 0 of both, byte 1 of both, ...
            (local.set $pairs
              (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
                (v128.load64_zero (local.get $byte))
                (v128.load64_zero (i32.add (local.get $byte) (local.get $sourceRow)))))
            (local.set $left (i16x8.extend_low_i8x16_u (local.get $pairs)))
            (local.set $right (i16x8.extend_high_i8x16_u (local.get $pairs)))
            (local.set $weights (v128.load32_splat (local.get $group)))
            (local.set $leftHigh
              (i32x4.add (local.get $leftHigh)
                (i32x4.dot_i16x8_s (local.get $left) (local.get $weights))))
            (local.set $rightHigh
              (i32x4.add (local.get $rightHigh)
                (i32x4.dot_i16x8_s (local.get $right) (local.get $weights))))
            (local.set $weights (v128.load32_splat offset=8 (local.get $group)))
            (local.set $leftLow
              (i32x4.add (local.get $leftLow)
                (i32x4.dot_i16x8_s (local.get $left) (local.get $weights))))
            (local.set $rightLow
              (i32x4.add (local.get $rightLow)
                (i32x4.dot_i16x8_s (local.get $right) (local.get $weights))))
            (local.set $byte (i32.add (local.get $byte) (local.get $two)))
            (local.set $pairs
              (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
                (v128.load64_zero (local.get $byte))
                (v128.load64_zero (i32.add (local.get $byte) (local.get $sourceRow)))))
            (local.set $left (i16x8.extend_low_i8x16_u (local.get $pairs)))
            (local.set $right (i16x8.extend_high_i8x16_u (local.get $pairs)))
            (local.set $weights (v128.load32_splat offset=4 (local.get $group)))
            (local.set $leftHigh
              (i32x4.add (local.get $leftHigh)
                (i32x4.dot_i16x8_s (local.get $left) (local.get $weights))))
            (local.set $rightHigh
              (i32x4.add (local.get $rightHigh)
                (i32x4.dot_i16x8_s (local.get $right) (local.get $weights))))
            (local.set $weights (v128.load32_splat offset=12 (local.get $group)))
            (local.set $leftLow
              (i32x4.add (local.get $leftLow)
                (i32x4.dot_i16x8_s (local.get $left) (local.get $weights))))
            (local.set $rightLow
              (i32x4.add (local.get $rightLow)
                (i32x4.dot_i16x8_s (local.get $right) (local.get $weights))))
            (local.set $byte (i32.add (local.get $byte) (local.get $two)))
            (local.set $group (i32.add (local.get $group) (i32.const 16)))
            (br_if $taps (i32.lt_u (local.get $group) (local.get $end))))
          (local.set $pairs
            (i16x8.narrow_i32x4_u
              (i32x4.shr_u
                (i32x4.add (local.get $leftLow) (i32x4.shl (local.get $leftHigh) (i32.const 11)))
                (i32.const 22))
              (i32x4.shr_u
                (i32x4.add (local.get $rightLow) (i32x4.shl (local.get $rightHigh) (i32.const 11)))
                (i32.const 22))))
          (v128.store64_lane 0
            (i32.add (local.get $target) (local.get $column))
            (i8x16.narrow_i16x8_u (local.get $pairs) (local.get $pairs)))
          (local.set $column (i32.add (local.get $column) (i32.const 8)))
          (br_if $columns (i32.lt_u (local.get $column) (local.get $length))))
        (local.set $target (i32.add (local.get $target) (local.get $length)))
        (local.set $table (i32.add (local.get $table) (local.get $tableRow)))
        (local.set $outputs (i32.sub (local.get $outputs) (i32.const 1)))
        (br $output))))

  ;; Least bytes to $target, greatest to $target + 16, of $length >= 16 bytes at $source: each
  ;; sixteen candidates.
  (func (export "extremes") (param $source i32) (param $length i32) (param $target i32)
    (local $last i32) (local $bytes v128) (local $least v128) (local $greatest v128)
    (local.set $last
      (i32.sub (i32.add (local.get $source) (local.get $length)) (i32.const 16)))
    ;; The last sixteen may overlap those before.
    (local.set $least (v128.load (local.get $last)))
    (local.set $greatest (local.get $least))
    (block $finished
      (loop $next
        (br_if $finished (i32.ge_u (local.get $source) (local.get $last)))
        (local.set $bytes (v128.load (local.get $source)))
        (local.set $least (i8x16.min_u (local.get $least) (local.get $bytes)))
        (local.set $greatest (i8x16.max_u (local.get $greatest) (local.get $bytes)))
        (local.set $source (i32.add (local.get $source) (i32.const 16)))
        (br $next)))
    (v128.store (local.get $target) (local.get $least))
    (v128.store offset=16 (local.get $target) (local.get $greatest)))

  ;; Interleaved RGB at $source to three planes of f32, $plane bytes apart, at $target:
  ;; (value - $low) / $range. Four pixels at a time, so it may read and write three too many.
  (func (export "normalise")
    (param $source i32) (param $pixels i32) (param $low f32) (param $range f32)
    (param $target i32) (param $plane i32)
    (local $end i32) (local $bytes v128) (local $lows v128) (local $ranges v128)
    (local.set $lows (f32x4.splat (local.get $low)))
    (local.set $ranges (f32x4.splat (local.get $range)))
    (local.set $end
      (i32.add (local.get $target) (i32.shl (local.get $pixels) (i32.const 2))))
    (loop $next
      (local.set $bytes (v128.load (local.get $source)))
      (v128.store (local.get $target)
        (f32x4.div
          (f32x4.sub
            (f32x4.convert_i32x4_u
              (i8x16.swizzle (local.get $bytes)
                (v128.const i8x16 0 128 128 128 3 128 128 128 6 128 128 128 9 128 128 128)))
            (local.get $lows))
          (local.get $ranges)))
      (v128.store (i32.add (local.get $target) (local.get $plane))
        (f32x4.div
          (f32x4.sub
            (f32x4.convert_i32x4_u
              (i8x16.swizzle (local.get $bytes)
                (v128.const i8x16 1 128 128 128 4 128 128 128 7 128 128 128 10 128 128 128)))
            (local.get $lows))
          (local.get $ranges)))
      (v128.store (i32.add (local.get $target) (i32.shl (local.get $plane) (i32.const 1)))
        (f32x4.div
          (f32x4.sub
            (f32x4.convert_i32x4_u
              (i8x16.swizzle (local.get $bytes)
                (v128.const i8x16 2 128 128 128 5 128 128 128 8 128 128 128 11 128 128 128)))
            (local.get $lows))
          (local.get $ranges)))
      (local.set $source (i32.add (local.get $source) (i32.const 12)))
      (local.set $target (i32.add (local.get $target) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $target) (local.get $end))))))
