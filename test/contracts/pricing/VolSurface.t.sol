// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {VolSurface} from "gimbal/pricing/VolSurface.sol";
import {Smile} from "gimbal/types/Smile.sol";
import {Updaters} from "../base/Updaters.sol";
import {SurfaceFixture} from "./support/SurfaceFixture.sol";

/// @notice Flat smiles: the term structure, steps, staleness and terms.
contract VolSurfaceTest is SurfaceFixture {
    function test_flatSmilesGiveTheirVolAtEveryStrike() public view {
        assertEq(surface.vol(MARKET, at(7 days), SPOT, SPOT), 0.5e18);
        assertEq(surface.vol(MARKET, at(7 days), 1, SPOT), 0.5e18);
        assertEq(surface.vol(MARKET, at(28 days), 9000e18, SPOT), 0.6e18);
    }

    function test_totalVarianceIsLinearBetweenExpiries() public {
        vm.warp(NOW);
        // Halfway: (0.25 * 7 + 0.36 * 28) / 2 = 5.915 over 17.5 days
        uint256 expected = FixedPointMathLib.sqrt(uint256(5.915e36) * 2 / 35);
        assertApproxEqAbs(volOf(17 days + 12 hours), expected, 1);
    }

    function testFuzz_totalVarianceIsLinearAtAnyTime(uint256 elapsed, uint256 first, uint256 second) public {
        vm.warp(NOW + bound(elapsed, 0, 6 days));
        first = bound(first, 7 days + 1, 28 days - 1);
        second = bound(second, 7 days + 1, 28 days - 1);
        vm.assume(second > first + 1 hours);
        uint256 middle = (first + second) / 2;
        vm.assume(2 * middle == first + second);
        uint256 mean = (_variance(first) + _variance(second)) / 2;
        assertApproxEqRel(_variance(middle), mean, 1e2);
    }

    function test_volIsFlatOutsideTheExpiries() public view {
        assertEq(volOf(1 hours), 0.5e18);
        assertEq(volOf(365 days), 0.6e18);
        (uint64 past,) = surface.lastVol(MARKET, uint40(NOW - 1), SPOT, SPOT);
        assertEq(past, 0.5e18);
    }

    function test_theCurveIsContinuousWhenASmileExpires() public {
        vm.warp(NOW + 7 days - 1);
        uint64 before = volOf(14 days);
        vm.warp(NOW + 7 days);
        assertApproxEqRel(before, volOf(14 days), 1e12);
        vm.warp(NOW + 40 days);
        assertEq(volOf(50 days), 0.6e18);
    }

    function test_P9_aStaleSurfaceIsRefusedButMarginStillReadsIt() public {
        vm.warp(NOW + 1 days);
        assertEq(surface.vol(MARKET, at(7 days), SPOT, SPOT), 0.5e18);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.StaleSurface.selector, MARKET, 86_401, 86_400));
        surface.vol(MARKET, at(7 days), SPOT, SPOT);
        (uint64 vol, uint64 updatedAt) = surface.lastVol(MARKET, at(7 days), SPOT, SPOT);
        assertEq(vol, 0.5e18);
        assertEq(updatedAt, NOW);
    }

    function testFuzz_P13_readsNeverRevert(uint40 expiry, uint256 strike, uint256 forward, uint256 time)
        public
    {
        vm.warp(NOW + bound(time, 0, 100 days));
        (uint64 vol,) = surface.lastVol(MARKET, expiry, strike, forward);
        assertGe(vol, 0.5e18);
        assertLe(vol, 0.6e18);
    }

    function test_updatesReplaceTheSmilesAndSayWho() public {
        Smile[] memory smiles = flats(8 days, 0.52e18, 30 days, 0.61e18);
        Updaters.Update memory u = next(smiles);
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        vm.expectEmit(address(surface));
        emit IVolSurface.SurfaceUpdated(MARKET, 2, smiles, address(0xBEEF));
        vm.prank(address(0xBEEF));
        surface.updateSigned(u.market, u.smiles, u.nonce, u.deadline, signatures);
        (Smile[] memory list, uint64 nonce, uint64 updatedAt) = surface.smiles(MARKET);
        assertEq(abi.encode(list), abi.encode(smiles));
        assertEq(nonce, 2);
        assertEq(updatedAt, block.timestamp);
    }

    function test_aShorterAndALongerListReplaceTheOld() public {
        submit(one(Updaters.flat(at(14 days), 0.55e18)));
        (Smile[] memory list,,) = surface.smiles(MARKET);
        assertEq(list.length, 1);
        skip(10 minutes);
        submit(flats(14 days, 0.55e18, 28 days, 0.55e18));
        (list,,) = surface.smiles(MARKET);
        assertEq(list.length, 2);
        assertEq(list[1].expiry, at(28 days));
    }

    function test_stepsBeyondTheLimitAreRefused() public {
        bytes4 selector = IVolSurface.VolStep.selector;
        refuses(
            flats(7 days, 0.56e18, 28 days, 0.6e18),
            abi.encodeWithSelector(selector, at(7 days), int256(0), 0.5e18, 0.56e18, 0.1e18)
        );
        refuses(
            flats(7 days, 0.44e18, 28 days, 0.6e18),
            abi.encodeWithSelector(selector, at(7 days), int256(0), 0.5e18, 0.44e18, 0.1e18)
        );
        submit(flats(7 days, 0.55e18, 28 days, 0.6e18));
    }

    /// @dev Leaving out an expiry would move the vol there by more than a step.
    function test_stepsAreMeasuredAtOldExpiriesToo() public {
        submit(flats(7 days, 0.5e18, 28 days, 0.66e18));
        skip(10 minutes);
        refusesBy(one(Updaters.flat(at(7 days), 0.5e18)), IVolSurface.VolStep.selector);
    }

    function testFuzz_anAcceptedUpdateMovesNoVolByMoreThanAStep(
        uint256 e1,
        uint256 e2,
        uint64 v1,
        uint64 v2,
        uint256 expiry
    ) public {
        e1 = bound(e1, 1 days, 20 days);
        e2 = bound(e2, e1 + 1, 60 days);
        Smile[] memory smiles = flats(e1, bound(v1, 0.45e18, 0.6e18), e2, bound(v2, 0.5e18, 0.66e18));
        expiry = bound(expiry, 1 hours, 100 days);
        uint256 was = volOf(expiry);
        Updaters.Update memory u = next(smiles);
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        try surface.updateSigned(u.market, u.smiles, u.nonce, u.deadline, signatures) {
            assertLe(FixedPointMathLib.dist(was, volOf(expiry)), was / 10 + 4);
        } catch (bytes memory reason) {
            bytes4 selector = bytes4(reason);
            assertTrue(
                selector == IVolSurface.VolStep.selector || selector == IVolSurface.CalendarArbitrage.selector
            );
        }
    }

    function test_volsOutsideTheRangeAreRefused() public {
        bytes4 selector = IVolSurface.VolOutOfRange.selector;
        refuses(
            flats(7 days, 0.05e18, 28 days, 0.6e18), abi.encodeWithSelector(selector, 0.05e18, 0.1e18, 3e18)
        );
        refuses(
            flats(7 days, 3.1e18, 28 days, 0.6e18), abi.encodeWithSelector(selector, 3.1e18, 0.1e18, 3e18)
        );
    }

    function test_fallingTotalVarianceIsRefused() public {
        uint256 earlier = 0.2704e18 * (7 days - 10 minutes);
        uint256 later = 0.2601e18 * (7 days - 10 minutes + 1);
        refuses(
            flats(7 days, 0.52e18, 7 days + 1, 0.51e18),
            abi.encodeWithSelector(
                IVolSurface.CalendarArbitrage.selector, at(7 days + 1), int256(0), later, earlier
            )
        );
    }

    function test_updatesKeepTheirInterval() public {
        vm.warp(NOW + 299);
        Smile[] memory smiles = flats(7 days, 0.5e18, 28 days, 0.6e18);
        refuses(smiles, abi.encodeWithSelector(IVolSurface.UpdateTooSoon.selector, 299, 300));
        skip(1);
        submit(smiles);
    }

    function test_expiriesMustRiseFromNow() public {
        bytes4 selector = IVolSurface.ExpiriesNotRising.selector;
        refuses(
            flats(7 days, 0.5e18, 7 days, 0.6e18), abi.encodeWithSelector(selector, at(7 days), at(7 days))
        );
        refuses(
            flats(10 minutes, 0.5e18, 7 days, 0.6e18),
            abi.encodeWithSelector(selector, uint40(block.timestamp), uint40(block.timestamp))
        );
    }

    function test_badShapesAndUnknownMarketsAreNamed() public {
        refuses(new Smile[](0), abi.encodeWithSelector(IVolSurface.SmileCount.selector, 0, 1, 16));
        refuses(new Smile[](17), abi.encodeWithSelector(IVolSurface.SmileCount.selector, 17, 1, 16));
        bytes memory unknown = abi.encodeWithSelector(IVolSurface.NoSurface.selector, 9);
        Updaters.Update memory u = next(new Smile[](1));
        u.market = 9;
        bytes[] memory signatures = Updaters.sign(surface, u, 2);
        vm.expectRevert(unknown);
        surface.updateSigned(u.market, u.smiles, u.nonce, u.deadline, signatures);
        vm.expectRevert(unknown);
        surface.vol(9, at(1 days), SPOT, SPOT);
        vm.expectRevert(unknown);
        surface.lastVol(9, at(1 days), SPOT, SPOT);
    }

    function test_strangersGovernNothing() public {
        address stranger = address(0xBEEF);
        address implementation = address(new VolSurface());
        vm.startPrank(stranger);
        bytes memory refused =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.expectRevert(refused);
        surface.setTerms(MARKET, terms());
        vm.expectRevert(refused);
        surface.setUpdaters(new address[](1), 1);
        vm.expectRevert(refused);
        surface.upgradeToAndCall(implementation, "");
    }

    function _variance(uint256 time) private view returns (uint256) {
        uint256 vol = volOf(time);
        return vol * vol * (NOW + time - block.timestamp);
    }
}
