// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {Test} from "forge-std/Test.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {VolSurface} from "gimbal/pricing/VolSurface.sol";

contract VolSurfaceTest is Test {
    uint32 private constant MARKET = 1;
    uint256 private constant NOW = 1_700_000_000;
    VolSurface private surface;

    function setUp() public {
        vm.warp(NOW);
        AccessManager manager = new AccessManager(address(this));
        bytes memory init = abi.encodeCall(VolSurface.initialize, (address(manager)));
        surface = VolSurface(address(new ERC1967Proxy(address(new VolSurface()), init)));
        surface.setTerms(MARKET, _terms());
        _update(7 days, 0.5e18, 28 days, 0.6e18);
        skip(10 minutes);
    }

    function test_pillarsGiveTheirOwnVol() public view {
        assertEq(surface.vol(MARKET, _in(7 days)), 0.5e18);
        assertEq(surface.vol(MARKET, _in(28 days)), 0.6e18);
    }

    function test_totalVarianceIsLinearBetweenPillars() public {
        vm.warp(NOW);
        // Halfway: (0.25 * 7 + 0.36 * 28) / 2 = 5.915 over 17.5 days
        uint256 expected = FixedPointMathLib.sqrt(uint256(5.915e36) * 2 / 35);
        assertApproxEqAbs(surface.vol(MARKET, _in(17 days + 12 hours)), expected, 1);
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

    function test_volIsFlatOutsideThePillars() public view {
        assertEq(surface.vol(MARKET, _in(1 hours)), 0.5e18);
        assertEq(surface.vol(MARKET, _in(365 days)), 0.6e18);
        assertEq(surface.vol(MARKET, uint40(NOW - 1)), 0.5e18);
    }

    function test_theCurveIsContinuousWhenAPillarExpires() public {
        vm.warp(NOW + 7 days - 1);
        (uint64 before,) = surface.lastVol(MARKET, _in(14 days));
        vm.warp(NOW + 7 days);
        (uint64 afterwards,) = surface.lastVol(MARKET, _in(14 days));
        assertApproxEqRel(before, afterwards, 1e12);
        vm.warp(NOW + 40 days);
        (afterwards,) = surface.lastVol(MARKET, _in(50 days));
        assertEq(afterwards, 0.6e18);
    }

    function test_aStaleSurfaceIsRefusedButMarginStillReadsIt() public {
        vm.warp(NOW + 1 days);
        assertEq(surface.vol(MARKET, _in(7 days)), 0.5e18);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.StaleSurface.selector, MARKET, 86_401, 86_400));
        surface.vol(MARKET, _in(7 days));
        (uint64 vol, uint64 updatedAt) = surface.lastVol(MARKET, _in(7 days));
        assertEq(vol, 0.5e18);
        assertEq(updatedAt, NOW);
    }

    function test_updatesReplaceThePillarsAndSayWho() public {
        (uint40[] memory expiries, uint64[] memory vols) = _pair(8 days, 0.52e18, 30 days, 0.61e18);
        vm.expectEmit(address(surface));
        emit IVolSurface.SurfaceUpdated(MARKET, expiries, vols, address(this));
        surface.update(MARKET, expiries, vols);
        (uint40[] memory e, uint64[] memory v, uint64 updatedAt) = surface.pillars(MARKET);
        assertEq(abi.encode(e, v), abi.encode(expiries, vols));
        assertEq(updatedAt, block.timestamp);
    }

    function test_stepsBeyondTheLimitAreRefused() public {
        (uint40[] memory expiries, uint64[] memory vols) = _pair(7 days, 0.56e18, 28 days, 0.6e18);
        vm.expectRevert(
            abi.encodeWithSelector(IVolSurface.VolStep.selector, _in(7 days), 0.5e18, 0.56e18, 0.1e18)
        );
        surface.update(MARKET, expiries, vols);
        vols[0] = 0.55e18;
        surface.update(MARKET, expiries, vols);
    }

    /// @dev Leaving out a pillar would move the vol there by more than a step.
    function test_stepsAreMeasuredAtOldPillarsToo() public {
        surface.setTerms(2, _terms());
        (uint40[] memory expiries, uint64[] memory vols) = (new uint40[](3), new uint64[](3));
        (expiries[0], expiries[1], expiries[2]) = (_in(7 days), _in(28 days), _in(90 days));
        (vols[0], vols[1], vols[2]) = (0.5e18, 0.9e18, 0.6e18);
        surface.update(2, expiries, vols);
        skip(10 minutes);
        uint40[] memory two = new uint40[](2);
        uint64[] memory ends = new uint64[](2);
        (two[0], two[1], ends[0], ends[1]) = (expiries[0], expiries[2], 0.5e18, 0.6e18);
        vm.expectPartialRevert(IVolSurface.VolStep.selector);
        surface.update(2, two, ends);
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
        (uint40[] memory expiries, uint64[] memory vols) =
            _pair(e1, uint64(bound(v1, 0.45e18, 0.6e18)), e2, uint64(bound(v2, 0.5e18, 0.66e18)));
        uint40 at = _in(bound(expiry, 1 hours, 100 days));
        uint256 was = surface.vol(MARKET, at);
        try surface.update(MARKET, expiries, vols) {
            uint256 becomes = surface.vol(MARKET, at);
            assertLe(FixedPointMathLib.dist(was, becomes), was / 10 + 2);
        } catch (bytes memory reason) {
            bytes4 selector = bytes4(reason);
            assertTrue(
                selector == IVolSurface.VolStep.selector || selector == IVolSurface.CalendarArbitrage.selector
            );
        }
    }

    function test_volsOutsideTheRangeAreRefused() public {
        (uint40[] memory expiries, uint64[] memory vols) = _pair(7 days, 0.05e18, 28 days, 0.6e18);
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.VolOutOfRange.selector, 0.05e18, 0.1e18, 3e18));
        surface.update(MARKET, expiries, vols);
        vols[0] = 3.1e18;
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.VolOutOfRange.selector, 3.1e18, 0.1e18, 3e18));
        surface.update(MARKET, expiries, vols);
    }

    function test_fallingTotalVarianceIsRefused() public {
        (uint40[] memory expiries, uint64[] memory vols) = _pair(7 days, 0.52e18, 7 days + 1, 0.51e18);
        uint256 earlier = uint256(0.52e18) ** 2 * (7 days - 10 minutes);
        uint256 later = uint256(0.51e18) ** 2 * (7 days - 10 minutes + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IVolSurface.CalendarArbitrage.selector, expiries[1], later, earlier)
        );
        surface.update(MARKET, expiries, vols);
    }

    function test_updatesKeepTheirInterval() public {
        vm.warp(NOW + 299);
        (uint40[] memory expiries, uint64[] memory vols) = _pair(7 days, 0.5e18, 28 days, 0.6e18);
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.UpdateTooSoon.selector, 299, 300));
        surface.update(MARKET, expiries, vols);
        skip(1);
        surface.update(MARKET, expiries, vols);
    }

    function test_expiriesMustRiseFromNow() public {
        (uint40[] memory expiries, uint64[] memory vols) = _pair(7 days, 0.5e18, 7 days, 0.6e18);
        vm.expectRevert(
            abi.encodeWithSelector(IVolSurface.ExpiriesNotRising.selector, _in(7 days), _in(7 days))
        );
        surface.update(MARKET, expiries, vols);
        expiries[0] = uint40(block.timestamp);
        vm.expectRevert(
            abi.encodeWithSelector(
                IVolSurface.ExpiriesNotRising.selector, uint40(block.timestamp), uint40(block.timestamp)
            )
        );
        surface.update(MARKET, expiries, vols);
    }

    function test_badShapesAndUnknownMarketsAreNamed() public {
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.LengthMismatch.selector, 1, 2));
        surface.update(MARKET, new uint40[](1), new uint64[](2));
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.LengthMismatch.selector, 0, 0));
        surface.update(MARKET, new uint40[](0), new uint64[](0));
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.NoSurface.selector, 9));
        surface.update(9, new uint40[](1), new uint64[](1));
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.NoSurface.selector, 9));
        surface.vol(9, _in(1 days));
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.NoSurface.selector, 9));
        surface.lastVol(9, _in(1 days));
    }

    function test_termsNeedARange() public {
        IVolSurface.Terms memory terms = _terms();
        terms.minVol = 0;
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.VolOutOfRange.selector, 0, 1, 3e18));
        surface.setTerms(MARKET, terms);
        terms.minVol = 4e18;
        vm.expectRevert(abi.encodeWithSelector(IVolSurface.VolOutOfRange.selector, 4e18, 1, 3e18));
        surface.setTerms(MARKET, terms);
    }

    function test_strangersSetAndUpdateNothing() public {
        address stranger = address(0xBEEF);
        vm.startPrank(stranger);
        bytes memory refused =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.expectRevert(refused);
        surface.setTerms(MARKET, _terms());
        vm.expectRevert(refused);
        surface.update(MARKET, new uint40[](1), new uint64[](1));
        address next = address(new VolSurface());
        vm.expectRevert(refused);
        surface.upgradeToAndCall(next, "");
    }

    function _terms() private pure returns (IVolSurface.Terms memory) {
        return IVolSurface.Terms({
            maxAge: 1 days, minInterval: 5 minutes, maxStep: 0.1e18, minVol: 0.1e18, maxVol: 3e18
        });
    }

    function _update(uint256 e1, uint64 v1, uint256 e2, uint64 v2) private {
        (uint40[] memory expiries, uint64[] memory vols) = _pair(e1, v1, e2, v2);
        surface.update(MARKET, expiries, vols);
    }

    function _pair(uint256 e1, uint64 v1, uint256 e2, uint64 v2)
        private
        pure
        returns (uint40[] memory expiries, uint64[] memory vols)
    {
        (expiries, vols) = (new uint40[](2), new uint64[](2));
        (expiries[0], expiries[1], vols[0], vols[1]) = (_in(e1), _in(e2), v1, v2);
    }

    /// @dev Counted from the start of the test.
    function _in(uint256 time) private pure returns (uint40) {
        return uint40(NOW + time);
    }

    function _variance(uint256 time) private view returns (uint256) {
        (uint64 vol,) = surface.lastVol(MARKET, _in(time));
        return uint256(vol) * vol * (NOW + time - block.timestamp);
    }
}
