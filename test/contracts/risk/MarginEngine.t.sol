// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {SeriesId} from "gimbal/types/SeriesId.sol";
import {MarginFixture} from "./support/MarginFixture.sol";

contract MarginEngineTest is MarginFixture {
    function test_anEmptyBookIsItsCash() public {
        account(250_000e6, true);
        IMarginEngine.Assessment memory a = engine.assess(BOOK);
        assertEq(a.equity.low(), 250_000e18);
        assertEq(a.equity.high(), 250_000e18);
        assertEq(a.requirement, 0);
        assertEq(a.fundingNeed, 0);
        assertEq(a.fundingHave, 250_000e18);
        engine.requireInitial(BOOK);
    }

    function test_claimsAndTransitCount() public {
        holds(-100e18, 3000e18, 14 days, false);
        account(150_000e6, true);
        claimed(60_000e6, 52e18, 10_000e6, 0);
        IMarginEngine.Assessment memory a = engine.assess(BOOK);
        // Options at model: -14,055.63 (reference/scenario-margin.ts).
        assertApproxEqAbs(
            a.equity.low(), int256(150_000e18 + 60_000e18 + 156_000e18 + 10_000e18) - 14_055.63e18, 0.01e18
        );
        assertEq(a.equity.low(), a.equity.high(), "no body: nothing trades for the book");
        assertApproxEqAbs(a.delta, -0.3426e18, 0.0001e18);
        assertEq(a.fundingHave, 220_000e18);
        assertLt(a.gamma, 0);
        assertLt(a.vega, 0);
        assertGt(a.theta, 0);
    }

    /// @notice The same figures as the relayer's walk: test/relayer/quant/target.test.ts.
    function test_oneSpokesPartOfTheWalk() public {
        holds(-100e18, 3000e18, 14 days, false);
        account(150_000e6, true);
        assertEq(engine.needAt(BOOK, SPOKE, 0, 1e18), engine.assess(BOOK).fundingNeed / 1e12 + 1);
        assertApproxEqAbs(engine.needAt(BOOK, SPOKE, 0, 1e18), 280_956.928642e6, 0.05e6);
        claimed(0, 10e18, 0, 0);
        assertApproxEqAbs(engine.needAt(BOOK, SPOKE, 3e18, 0.5e18), 119_478.464321e6, 0.05e6);
        assertApproxEqAbs(engine.needAt(BOOK, SPOKE, -20e18, 1e18), 190_956.928641e6, 0.05e6);
        assertEq(engine.needAt(BOOK, SPOKE, 20e18, 0), 30_000e6);
        assertEq(engine.needAt(BOOK, SPOKE, 10e18, 0), 0);
        assertEq(engine.needAt(BOOK, SPOKE, -60e18, 0.5e18), 0);
    }

    function test_aHedgeLowersTheRequirement() public {
        holds(-100e18, 3000e18, 14 days, false);
        account(150_000e6, true);
        uint256 naked = engine.requirement(BOOK);
        claimed(0, 52e18, 0, 0);
        uint256 hedged = engine.requirement(BOOK);
        assertLt(hedged, naked * 55 / 100);
        account(150_000e6, false);
        assertEq(engine.requirement(BOOK), naked, "an unhedged book has no claims");
    }

    function test_transitLosesWithAge() public {
        account(0, true);
        claimed(0, 0, 10_000e6, 6 hours);
        assertEq(engine.assess(BOOK).equity.low(), 9_750e18);
        // From eleven hours on, the route's report age, lease and grace, an hour counts for four.
        claimed(0, 0, 10_000e6, 12 hours);
        assertEq(engine.assess(BOOK).equity.low(), 9_375e18);
        claimed(0, 0, 10_000e6, 20 days);
        assertEq(engine.assess(BOOK).equity.low(), 0);
    }

    function test_theBufferFollowsVol() public {
        holds(-10e18, 3000e18, 60 days, false);
        account(50_000e6, false);
        surface(1.2e18);
        uint256 high = engine.requirement(BOOK);
        surface(0.8e18);
        uint256 reference_ = engine.requirement(BOOK);
        assertGt(high, reference_ * 14 / 10, "half as much again, and the vol itself");
        surface(0.3e18);
        assertLt(engine.requirement(BOOK), reference_);
    }

    function test_P15_noReportIsRecognisedBeyondTheCap() public {
        account(10_000e6, true);
        claimed(500_000e6, 10e18, 0, 0);
        recognisable(80_000e18);
        IMarginEngine.Assessment memory a = engine.assess(BOOK);
        assertEq(a.equity.low(), 90_000e18);
        assertEq(a.equity.high(), 90_000e18);
        assertEq(a.fundingHave, 10_000e18 + 80_000e18 - 30_000e18, "the base is worth 30,000 of it");
        recognisable(600_000e18);
        assertEq(engine.assess(BOOK).equity.low(), 540_000e18);
    }

    /// @notice A false report: nothing arrived, and as much was got from nowhere.
    function test_P15_whatIsUnderWayIsNotCountedTwice() public {
        account(10_000e6, true);
        claimed(80_000e6, 0, 80_000e6, 0);
        recognisable(80_000e18);
        assertEq(engine.assess(BOOK).equity.low(), 90_000e18);
        assertEq(engine.assess(BOOK).fundingHave, 90_000e18);
    }

    function test_P15_lossesCountAtOnce() public {
        account(10_000e6, true);
        claimed(-5_000e6, 0, 0, 0);
        recognisable(80_000e18);
        assertEq(engine.assess(BOOK).equity.low(), 5_000e18);
    }

    function test_P9_noStateOfSpokesOrUpdatersStopsMargin() public {
        SeriesId series = holds(-100e18, 3000e18, 14 days, false);
        account(-200_000e6, true);
        claimed(60_000e6, 52e18, 10_000e6, 0);
        mandated(heldLegs());
        vm.mockCallRevert(
            vols,
            abi.encodeWithSelector(IVolSurface.lastVol.selector),
            abi.encodeWithSelector(IVolSurface.NoSurface.selector, MARKET)
        );
        provenAt(0);
        settledAt(series, 0, 0);
        vm.warp(block.timestamp + 60 days);
        (bool maintenance, bool emergency) = engine.belowMaintenance(BOOK);
        assertTrue(maintenance);
        assertTrue(emergency);
        engine.assess(BOOK);
    }

    function test_maintenanceAndEmergency() public {
        holds(-100e18, 3000e18, 14 days, false);
        account(0, false);
        IMarginEngine.Assessment memory a = engine.assess(BOOK);
        int256 zero = -a.equity.low();
        int256 required = int256(a.requirement);

        account((zero + required) / 1e12 + 1, false);
        (bool maintenance, bool emergency) = engine.belowMaintenance(BOOK);
        assertFalse(maintenance);
        account((zero + required) / 1e12 - 1, false);
        (maintenance, emergency) = engine.belowMaintenance(BOOK);
        assertTrue(maintenance);
        assertFalse(emergency);
        account((zero + required * 6 / 10) / 1e12 - 1, false);
        (, emergency) = engine.belowMaintenance(BOOK);
        assertTrue(emergency);
    }

    function test_aSettledSeriesIsPaidFromItsPrice() public {
        SeriesId series = holds(-100e18, 3000e18, 1 days, false);
        account(100_000e6, false);
        vm.warp(block.timestamp + 1 days + 1);
        settledAt(series, 0, 0);
        assertGt(engine.requirement(BOOK), 0, "unknown until settled");
        settledAt(series, 3100e18, 1e6);
        IMarginEngine.Assessment memory a = engine.assess(BOOK);
        assertEq(a.equity.low(), 90_000e18, "100 per option");
        assertEq(a.requirement, 0);
    }

    function test_theLowestTargetIsOverTheInnerRange() public {
        holds(-100e18, 3000e18, 14 days, false);
        account(0, true);
        (int256 lowest, uint256 spot) = engine.lowestTarget(BOOK);
        assertEq(spot, 2520e18);
        assertGt(lowest, 0);
        assertLt(lowest, 10e18);
        assertApproxEqAbs(engine.targetRange(BOOK), 90e18, 3e18);

        holds(150e18, 3300e18, 14 days, false);
        account(0, true);
        (lowest, spot) = engine.lowestTarget(BOOK);
        assertLt(lowest, 0, "long calls ask for a short hedge");
        assertEq(spot, 3480e18);
    }
}
