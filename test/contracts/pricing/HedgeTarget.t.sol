// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {SettlementTerms} from "gimbal/types/Config.sol";
import {Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";

contract HedgeTargetTest is Test {
    uint256 private constant NOW = 1_700_000_000;
    uint40 private constant EXPIRY = uint40(NOW + 30 days);
    SettlementTerms private terms = SettlementTerms(1800, 30, 3600);

    function test_aSoldCallHasAPositiveTargetAndGamma() public view {
        (int256 target, int256 gamma) = HedgeTarget.ofLegs(_one(-100e18, 3000e18, false), 3000e18, NOW, terms);
        BlackScholes.Greeks memory g =
            BlackScholes.evaluate(3000e18, 3000e18, 0.6e18, _tau(30 days), 0.02e18, 0, false);
        assertEq(target, 100 * g.delta);
        assertEq(gamma, int256(100 * g.gamma));
    }

    function test_aBoughtPutHasAPositiveTargetAndANegativeGamma() public view {
        (int256 target, int256 gamma) = HedgeTarget.ofLegs(_one(50e18, 3000e18, true), 2900e18, NOW, terms);
        BlackScholes.Greeks memory g =
            BlackScholes.evaluate(2900e18, 3000e18, 0.6e18, _tau(30 days), 0.02e18, 0, true);
        assertEq(target, -50 * g.delta);
        assertEq(gamma, -int256(50 * g.gamma));
    }

    /// @dev Any list, in any order: what neighbours share must not show.
    function testFuzz_P13_everySeriesHasTheGreeksOfBlackScholes(uint256 seed, uint256 spot, uint256 time)
        public
        view
    {
        spot = seed % 7 == 0 ? spot : bound(spot, 1e15, 1e24);
        time = bound(time, 0, NOW + 400 days);
        Leg[] memory legs = new Leg[](6);
        int256 target;
        int256 gamma;
        for (uint256 i; i < legs.length; i++) {
            legs[i] = _drawn(uint256(keccak256(abi.encode(seed, i))));
            (int256 t, int256 g) = _alone(legs[i], spot, time);
            (target, gamma) = (target - t, gamma - g);
        }
        (int256 gotTarget, int256 gotGamma) = HedgeTarget.ofLegs(legs, spot, time, terms);
        assertEq(gotTarget, target);
        assertEq(gotGamma, gamma);
    }

    /// @dev Few values each, so that neighbours often share some.
    function _drawn(uint256 seed) private pure returns (Leg memory) {
        uint128[5] memory strikes = [uint128(3000e18), 2500e18, 1, type(uint128).max, 1e21];
        uint64[4] memory vols = [uint64(0.6e18), 0.3e18, 0, type(uint64).max];
        int64[4] memory carries = [int64(0), 0.02e18, -0.5e18, type(int64).max];
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
        uint256 gamma = g.gamma < HedgeTarget.MAX_GAMMA ? g.gamma : HedgeTarget.MAX_GAMMA;
        return (size * g.delta / 1e18, size * int256(gamma) / 1e18);
    }

    function testFuzz_theTargetIsTheSumOverLegs(int64 first, int64 second, uint256 spot) public view {
        spot = bound(spot, 100e18, 100_000e18);
        Leg[] memory both = new Leg[](2);
        both[0] = _one(first, 3000e18, false)[0];
        both[1] = _one(second, 2500e18, true)[0];
        (int256 target, int256 gamma) = HedgeTarget.ofLegs(both, spot, NOW, terms);
        (int256 t0, int256 g0) = HedgeTarget.ofLegs(_one(first, 3000e18, false), spot, NOW, terms);
        (int256 t1, int256 g1) = HedgeTarget.ofLegs(_one(second, 2500e18, true), spot, NOW, terms);
        assertEq(target, t0 + t1);
        assertEq(gamma, g0 + g1);
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
        (int256 target, int256 gamma, bool inside) = HedgeTarget.ofBody(body, 3100e18, NOW, terms);
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
            (int256 spoke, int256 gamma,) = this.decoded(abi.encode(body), spot, NOW + 7 days);
            assertEq(spoke, hub);
            assertEq(gamma, slope);
        }
    }

    /// @dev As a spoke gets it: calldata whose hash is the leaf.
    function decoded(bytes calldata body, uint256 spot, uint256 time)
        external
        view
        returns (int256, int256, bool)
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
