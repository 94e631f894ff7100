// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGimbalTimelock} from "gimbal/interfaces/IGimbalTimelock.sol";
import {GimbalTimelock} from "gimbal/governance/GimbalTimelock.sol";
import {Dao} from "./Dao.sol";

contract GimbalTimelockTest is Dao {
    function test_delaysFollowTheClasses() public view {
        assertEq(timelock.delayOf(list(address(surface)), one(setUpdaters(bob))), 1 days);
        bytes memory upgrade = abi.encodeCall(surface.upgradeToAndCall, (bob, ""));
        assertEq(timelock.delayOf(list(address(surface)), one(upgrade)), 4 days);
        // The same function elsewhere is not listed.
        assertEq(timelock.delayOf(list(address(token)), one(setUpdaters(bob))), 4 days);
        assertEq(timelock.delayOf(list(address(surface)), one("")), 4 days);
    }

    function test_boundsWaitLongerThanValues() public {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = surface.setTerms.selector;
        IGimbalTimelock.DelayClass class = IGimbalTimelock.DelayClass.BOUNDS;
        enact(address(timelock), abi.encodeCall(timelock.setClass, (address(surface), selectors, class)));
        bytes memory call = abi.encodePacked(surface.setTerms.selector);
        assertEq(timelock.delayOf(list(address(surface)), one(call)), 2 days);
    }

    function test_theDaoLengthensDelays() public {
        IGimbalTimelock.Delays memory next = IGimbalTimelock.Delays(2 days, 3 days, 14 days);
        enact(address(timelock), abi.encodeCall(timelock.setDelays, (next)));
        assertEq(timelock.delays().upgrade, 14 days);
        assertEq(timelock.getMinDelay(), 2 days);
    }

    function testFuzz_P12_noDelayFallsBelowItsFloor(uint32 value, uint32 bounds, uint32 upgrade) public {
        IGimbalTimelock.Delays memory floor = floorDelays();
        bool legal = value >= floor.value && bounds >= floor.bounds && upgrade >= floor.upgrade
            && bounds >= value && upgrade >= bounds;
        vm.prank(address(timelock));
        (bool done,) = address(timelock)
            .call(abi.encodeCall(timelock.setDelays, (IGimbalTimelock.Delays(value, bounds, upgrade))));
        assertEq(done, legal);
    }

    function test_onlyTheTimelockChangesItsRules() public {
        vm.expectRevert(abi.encodeWithSelector(IGimbalTimelock.NotSelf.selector, address(this)));
        timelock.setDelays(floorDelays());
        vm.expectRevert(abi.encodeWithSelector(IGimbalTimelock.NotSelf.selector, address(this)));
        timelock.setClass(address(surface), new bytes4[](1), IGimbalTimelock.DelayClass.VALUE);
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IGimbalTimelock.NotSelf.selector, address(timelock)));
        timelock.updateDelay(0);
    }

    function test_whatIsScheduledKeepsItsTime() public {
        uint256 id = propose(address(surface), setUpdaters(bob));
        pass(id);
        governor.queue(id);
        uint256 eta = governor.proposalEta(id);
        vm.prank(address(timelock));
        timelock.setDelays(IGimbalTimelock.Delays(10 days, 10 days, 10 days));
        vm.warp(eta);
        governor.execute(id);
    }
}
