// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {SeriesRun} from "gimbal/pricing/SeriesRun.sol";
import {SettlementTerms} from "gimbal/types/Config.sol";
import {Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";

contract HedgeTargetTest is Test {
    uint256 private constant NOW = 1_700_000_000;
    uint40 private constant EXPIRY = uint40(NOW + 30 days);
    SettlementTerms private terms = SettlementTerms(1800, 30, 3600);

    function test_aSoldCallHasAPositiveTargetAndGamma() public view {
        _assertNear(_one(-100e18, 3000e18, false), 3000e18, NOW);
        (int256 target, int256 gamma) = HedgeTarget.ofLegs(_one(-100e18, 3000e18, false), 3000e18, NOW, terms);
        assertGt(target, 0);
        assertGt(gamma, 0);
    }

    function test_aBoughtPutHasAPositiveTargetAndANegativeGamma() public view {
        _assertNear(_one(50e18, 3000e18, true), 2900e18, NOW);
        (int256 target, int256 gamma) = HedgeTarget.ofLegs(_one(50e18, 3000e18, true), 2900e18, NOW, terms);
        assertGt(target, 0);
        assertLt(gamma, 0);
    }

    /// @dev 1e9 sold calls of each of the 216 points, whose digits below the wei then show; both options of a strike at once.
    function test_P13_deltaAndGammaOnTheGrid() public view {
        string[] memory lines = vm.split(vm.readFile("test/vectors/black-scholes/grid.csv"), "\n");
        for (uint256 i = 1; i <= 216; i++) {
            _assertPoint(lines[i]);
        }
    }

    function _assertPoint(string memory line) private view {
        string[] memory f = vm.split(line, ",");
        (uint256 vol, uint256 tau) = (vm.parseUint(f[2]), vm.parseUint(f[3]));
        uint40 expiry = uint40(NOW + (tau * 365 days + 0.5e18) / 1e18);
        assertEq(HedgeTarget.tau(expiry, NOW), tau);
        Leg[] memory legs = new Leg[](2);
        legs[0] = Leg(seriesId(1, expiry, uint128(vm.parseUint(f[1])), false), -2e27, uint64(vol), 0);
        legs[1] = Leg(seriesId(1, expiry, uint128(vm.parseUint(f[1])), true), 1e27, uint64(vol), 0);
        (int256 target, int256 gamma) = HedgeTarget.ofLegs(legs, vm.parseUint(f[0]), NOW, terms);
        assertApproxEqAbs(target, vm.parseInt(f[8]) + 1e27, 1e9, line);
        // Relative to 1 / (S vol sqrt tau).
        uint256 steep = 1e45 / FixedPointMathLib.sqrt(vol * vol * tau) * 1e18 / vm.parseUint(f[0]);
        assertApproxEqAbs(gamma, vm.parseInt(f[9]), 1 + steep, line);
    }

    /// @dev Any list, in any order: what neighbours share must not show.
    function testFuzz_P13_everySeriesHasTheGreeksOfBlackScholes(uint256 seed, uint256 spot, uint256 time)
        public
        view
    {
        spot = seed % 7 == 0 ? spot : bound(spot, 1e15, 1e24);
        time = bound(time, 0, NOW + 400 days);
        Leg[] memory legs = new Leg[](6);
        for (uint256 i; i < legs.length; i++) {
            legs[i] = _drawn(uint256(keccak256(abi.encode(seed, i))));
        }
        _assertNear(legs, spot, time);
    }

    /// @dev Where a list changes its way: strikes at halves of powers of two of the spot, widths at 1.2e-4, nine years.
    function testFuzz_P13_noSeamShowsInAList(uint256 seed, uint256 off) public view {
        uint256 spot = 3000e18;
        Leg[] memory legs = new Leg[](4);
        for (uint256 i; i < legs.length; i++) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, i)));
            uint256 squared = spot * spot;
            uint256 halves = drawn % 41;
            squared = halves < 20 ? squared >> halves : squared << halves - 20;
            uint256 strike = FixedPointMathLib.sqrt(squared) + (drawn >> 8) % 3 * (off % 1e6) - off % 1e6;
            if ((drawn >> 16) % 3 == 0) strike = spot + (drawn >> 24) % 3 * 1e15 - 1e15;
            uint256 time = [uint256(47), 4000, 9 * 365 days, 9 * 365 days + 1801][(drawn >> 32) % 4];
            legs[i] = Leg(
                seriesId(1, uint40(NOW + time), uint128(strike), (drawn >> 40) % 2 == 0),
                int128(int256((drawn >> 48) % 1e21) - 5e20),
                [uint64(0.0999e18), 0.1e18, 0.105e18, 1e18][(drawn >> 128) % 4],
                0
            );
        }
        _assertNear(legs, spot, NOW);
    }

    /// @dev The last instants and those after them, where weights differ from series to series.
    function testFuzz_P13_everySeriesHasItsWeight(uint256 seed, uint256 time) public view {
        time = bound(time, NOW, NOW + 10 days + 200);
        if (seed % 2 == 0) time = NOW + 10 days + 100 - time % 2000;
        Leg[] memory legs = new Leg[](12);
        for (uint256 i; i < legs.length; i++) {
            legs[i] = _drawn(uint256(keccak256(abi.encode(seed, i))));
        }
        _assertNear(legs, 3010e18, time);
    }

    /// @dev Several expiries in their windows at once, whose series lie anywhere in the list, with any terms.
    function testFuzz_P13_seriesThatSettleAmongOthersHaveTheirWeights(uint256 seed, uint256 time) public {
        terms = SettlementTerms(
            [uint32(0), 1, 1800, 1 days, 9 * 365 days, type(uint32).max][seed % 6],
            [uint16(0), 1, 29, 30, 60, type(uint16).max][(seed >> 8) % 6],
            0
        );
        time = bound(time, NOW - 1 days, NOW + 2 hours);
        Leg[] memory legs = new Leg[](12);
        Leg[] memory reversed = new Leg[](12);
        for (uint256 i; i < 12; i++) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, i)));
            legs[i] = _drawn(drawn);
            legs[i].series = seriesId(
                uint32(1 + (drawn >> 240) % 2),
                uint40(
                    NOW
                        + [
                            uint256(0), 600, 601, 3600, 4000, 30 days, 3500 days, 4000 days
                        ][(drawn >> 244) % 8]
                ),
                legs[i].series.strike(),
                legs[i].series.isPut()
            );
            reversed[11 - i] = legs[i];
        }
        uint256 spot = seed % 11 == 0 ? 0 : 3010e18;
        _assertNear(legs, spot, time);
        (int256 target, int256 gamma, uint256 variance) = SeriesRun.sum(legs, spot, time, terms);
        (int256 other, int256 slope, uint256 left) = SeriesRun.sum(reversed, spot, time, terms);
        assertEq(other, target);
        assertEq(slope, gamma);
        assertEq(left, variance);
    }

    /// @dev Whatever the clock says: a word whose last bits look like a time to come, too.
    function test_P13_nothingLivesAfterTheLastExpiry() public view {
        uint256[6] memory times =
            [uint256(2 ** 40), 2 ** 64, 2 ** 112 - 1, 2 ** 112, 2 ** 255, type(uint256).max];
        for (uint256 i; i < times.length; i++) {
            (int256 target, int256 gamma, uint256 variance) =
                SeriesRun.sum(_one(-100e18, 3000e18, false), 3000e18, times[i], terms);
            assertEq(target, 0);
            assertEq(gamma, 0);
            assertEq(variance, 0);
        }
    }

    /// @dev The largest vol shows the root of the time to 5e-20 where years are many; they saturate at ten.
    function testFuzz_P13_theRootHoldsFromASecondToTenYears(uint256 left) public view {
        left = bound(left, 1, 12 * 365 days);
        Leg[] memory legs = _one(-100e18, 3000e18, false);
        legs[0].series = seriesId(1, uint40(NOW + left), 3000e18, false);
        legs[0].vol = type(uint64).max;
        (,, uint256 variance) = SeriesRun.sum(legs, 3000e18, NOW, SettlementTerms(0, 0, 0));
        uint256 tau = FixedPointMathLib.min(left * 1e18 / 365 days, 10e18);
        uint256 exact = uint256(type(uint64).max) * type(uint64).max * tau / 1e36;
        assertApproxEqAbs(variance, exact, 1 + exact / 1e19);
    }

    function testFuzz_theOrderDoesNotMatter(uint256 seed) public view {
        Leg[] memory legs = new Leg[](8);
        Leg[] memory reversed = new Leg[](8);
        for (uint256 i; i < 8; i++) {
            legs[i] = reversed[7 - i] = _drawn(uint256(keccak256(abi.encode(seed, i))));
        }
        (int256 target, int256 gamma) = HedgeTarget.ofLegs(legs, 2950e18, NOW, terms);
        (int256 other, int256 slope) = HedgeTarget.ofLegs(reversed, 2950e18, NOW, terms);
        assertEq(other, target);
        assertEq(slope, gamma);
    }

    /// @dev Within 3e-18 of BlackScholes an option, whose greeks are cut to the wei, gamma
    /// relative to 1 / (S vol sqrt tau). A put's strike counts 2^-56 wei more.
    function _assertNear(Leg[] memory legs, uint256 spot, uint256 time) private view {
        int256 target;
        int256 gamma;
        uint256 allowed = 1;
        uint256 steep = 1;
        for (uint256 i; i < legs.length; i++) {
            (int256 t, int256 g) = _alone(legs[i], spot, time);
            (target, gamma) = (target - t, gamma - g);
            uint256 size = FixedPointMathLib.abs(legs[i].size) / 1e18 + 2;
            uint256 tau = HedgeTarget.tau(legs[i].series.expiry(), time);
            uint256 width = FixedPointMathLib.sqrt(uint256(legs[i].vol) * legs[i].vol * tau);
            uint256 off = 3;
            if (width != 0 && legs[i].series.isPut()) off += 14e27 / width / legs[i].series.strike();
            allowed += off * size;
            if (width != 0 && spot != 0) steep += size * (2 + off * 1e45 / width / spot);
        }
        (int256 gotTarget, int256 gotGamma) = HedgeTarget.ofLegs(legs, spot, time, terms);
        assertApproxEqAbs(gotTarget, target, allowed);
        assertApproxEqAbs(gotGamma, gamma, steep);
    }

    /// @dev Few values each, so that neighbours often share some.
    function _drawn(uint256 seed) private pure returns (Leg memory) {
        uint128[5] memory strikes = [uint128(3000e18), 2500e18, 1, type(uint112).max, 1e21];
        uint64[4] memory vols = [uint64(0.6e18), 0.3e18, 0, 10e18];
        int64[4] memory carries = [int64(0), 0.02e18, -0.5e18, 1e18];
        return Leg(
            seriesId(
                1,
                uint40(NOW + (seed >> 16) % 3 * 10 days + 100),
                strikes[(seed >> 32) % 5],
                (seed >> 48) % 2 == 1
            ),
            int128(int256((seed >> 64) % 1e21) - 5e20),
            vols[(seed >> 160) % 4],
            carries[(seed >> 176) % 4]
        );
    }

    function _alone(Leg memory leg, uint256 spot, uint256 time) private view returns (int256, int256) {
        uint40 expiry = leg.series.expiry();
        BlackScholes.Greeks memory g = BlackScholes.evaluate(
            spot,
            leg.series.strike(),
            leg.vol,
            HedgeTarget.tau(expiry, time),
            leg.carry,
            0,
            leg.series.isPut()
        );
        int256 size = leg.size * int256(HedgeTarget.weight(expiry, time, terms)) / 1e18;
        return (size * g.delta / 1e18, size * int256(g.gamma) / 1e18);
    }

    function testFuzz_theTargetIsTheSumOverLegs(int64 first, int64 second, uint256 spot) public view {
        spot = bound(spot, 100e18, 100_000e18);
        Leg[] memory both = new Leg[](2);
        both[0] = _one(first, 3000e18, false)[0];
        both[1] = _one(second, 2500e18, true)[0];
        (int256 target, int256 gamma) = HedgeTarget.ofLegs(both, spot, NOW, terms);
        (int256 t0, int256 g0) = HedgeTarget.ofLegs(_one(first, 3000e18, false), spot, NOW, terms);
        (int256 t1, int256 g1) = HedgeTarget.ofLegs(_one(second, 2500e18, true), spot, NOW, terms);
        // The sum is rounded once.
        assertApproxEqAbs(target, t0 + t1, 2);
        assertApproxEqAbs(gamma, g0 + g1, 2);
    }

    function testFuzz_gammaIsTheSlopeOfTheTarget(uint256 spot) public view {
        spot = bound(spot, 1500e18, 6000e18);
        Leg[] memory legs = _one(-100e18, 3000e18, false);
        (, int256 gamma) = HedgeTarget.ofLegs(legs, spot, NOW, terms);
        (int256 up,) = HedgeTarget.ofLegs(legs, spot + 0.01e18, NOW, terms);
        (int256 down,) = HedgeTarget.ofLegs(legs, spot - 0.01e18, NOW, terms);
        assertApproxEqAbs((up - down) * 50, gamma, 1e9);
    }

    function test_weightFallsByTheInstantsPassed() public view {
        uint256 start = EXPIRY - 1800;
        assertEq(HedgeTarget.weight(EXPIRY, start - 1, terms), 1e18);
        assertEq(HedgeTarget.weight(EXPIRY, start, terms), 1e18);
        assertEq(HedgeTarget.weight(EXPIRY, start + 59, terms), 1e18);
        assertEq(HedgeTarget.weight(EXPIRY, start + 60, terms), uint256(29e18) / 30);
        assertEq(HedgeTarget.weight(EXPIRY, start + 900, terms), 0.5e18);
        assertEq(HedgeTarget.weight(EXPIRY, EXPIRY - 1, terms), uint256(1e18) / 30);
        assertEq(HedgeTarget.weight(EXPIRY, EXPIRY, terms), 0);
        assertEq(HedgeTarget.weight(EXPIRY, EXPIRY + 1, terms), 0);
    }

    /// @dev Counted one by one: instant i of N lies at expiry - window + i * window / N, rounded down.
    function testFuzz_weightCountsInstants(uint32 window, uint16 instants, uint256 time) public pure {
        window = uint32(bound(window, 1, 1 days));
        instants = uint16(bound(instants, 1, 200));
        time = bound(time, EXPIRY - uint256(window) - 10, EXPIRY - 1);
        SettlementTerms memory s = SettlementTerms(window, instants, 0);
        uint256 left;
        uint256 next;
        for (uint256 i = instants; i >= 1; i--) {
            uint256 instant = EXPIRY - window + i * window / instants;
            if (instant > time) (left, next) = (left + 1, instant);
        }
        assertEq(HedgeTarget.weight(EXPIRY, time, s), left * 1e18 / instants);
        assertEq(HedgeTarget.nextInstant(EXPIRY, time, s), next);
    }

    function test_withoutAWindowTheWeightDropsAtExpiry() public pure {
        SettlementTerms memory none = SettlementTerms(0, 0, 0);
        assertEq(HedgeTarget.weight(EXPIRY, EXPIRY - 1, none), 1e18);
        assertEq(HedgeTarget.weight(EXPIRY, EXPIRY, none), 0);
        assertEq(HedgeTarget.nextInstant(EXPIRY, EXPIRY - 1, none), EXPIRY);
        assertEq(HedgeTarget.nextInstant(EXPIRY, EXPIRY, none), 0);
    }

    function test_anExpiredSeriesLeavesTheTarget() public view {
        (int256 target, int256 gamma) =
            HedgeTarget.ofLegs(_one(-100e18, 3000e18, false), 4000e18, EXPIRY, terms);
        assertEq(target, 0);
        assertEq(gamma, 0);
    }

    function test_rolledOffIsWhatSettlementTookOut() public view {
        Leg[] memory legs = _one(-100e18, 3000e18, false);
        assertEq(HedgeTarget.rolledOff(legs, NOW, terms), 0);
        assertEq(HedgeTarget.rolledOff(legs, EXPIRY - 900, terms), 50e18);
        assertEq(HedgeTarget.rolledOff(legs, EXPIRY, terms), 100e18);
        legs[0].size = 100e18;
        assertEq(HedgeTarget.rolledOff(legs, EXPIRY - 900, terms), 50e18);
    }

    function test_aBodyAddsOffsetAndShare() public view {
        MandateBody memory body;
        body.legs = _one(-100e18, 3000e18, false);
        body.share = 0.25e18;
        body.offset = -3e18;
        (int256 whole, int256 slope) = HedgeTarget.ofLegs(body.legs, 3100e18, NOW, terms);
        (int256 target, int256 gamma,, bool inside) = HedgeTarget.ofBody(body, 3100e18, NOW, terms);
        assertEq(target, whole / 4 - 3e18);
        assertEq(gamma, slope / 4);
        assertTrue(inside);
    }

    function test_P13_hubAndSpokeAgreeToTheWei() public view {
        MandateBody memory body;
        body.legs = _one(-100e18, 3000e18, false);
        body.share = 1e18;
        for (uint256 spot = 1500e18; spot < 6000e18; spot += 97e18) {
            (int256 hub, int256 slope) = HedgeTarget.ofLegs(body.legs, spot, NOW + 7 days, terms);
            (int256 spoke, int256 gamma,,) = this.decoded(abi.encode(body), spot, NOW + 7 days);
            assertEq(spoke, hub);
            assertEq(gamma, slope);
        }
    }

    function testFuzz_P13_hubAndSpokeAgreeOnAnyList(uint256 seed, uint256 time) public view {
        MandateBody memory body;
        body.legs = new Leg[](8);
        for (uint256 i; i < 8; i++) {
            body.legs[i] = _drawn(uint256(keccak256(abi.encode(seed, i))));
        }
        body.share = 1e18;
        time = bound(time, NOW, NOW + 30 days);
        (int256 hub, int256 slope) = HedgeTarget.ofLegs(body.legs, 3100e18, time, terms);
        (int256 spoke, int256 gamma,,) = this.decoded(abi.encode(body), 3100e18, time);
        assertEq(spoke, hub);
        assertEq(gamma, slope);
    }

    /// @dev As a spoke gets it: calldata whose hash is the leaf.
    function decoded(bytes calldata body, uint256 spot, uint256 time)
        external
        view
        returns (int256, int256, uint256, bool)
    {
        return HedgeTarget.ofBody(abi.decode(body, (MandateBody)), spot, time, terms);
    }

    function testFuzz_P13_aTargetNeverReverts(
        uint256 id,
        int128 size,
        uint64 vol,
        int64 carry,
        uint256 spot,
        uint40 time,
        SettlementTerms memory s
    ) public pure {
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(SeriesId.wrap(id), size, vol, carry);
        (int256 target,) = HedgeTarget.ofLegs(legs, spot, time, s);
        assertLe(target < 0 ? uint256(-target) : uint256(target), uint256(1) << 127);
        HedgeTarget.rolledOff(legs, time, s);
    }

    function _one(int128 size, uint128 strike, bool put) private pure returns (Leg[] memory legs) {
        legs = new Leg[](1);
        legs[0] = Leg(seriesId(1, EXPIRY, strike, put), size, 0.6e18, 0.02e18);
    }

    function _tau(uint256 time) private pure returns (uint256) {
        return time * 1e18 / 365 days;
    }
}
