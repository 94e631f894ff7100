// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {IRemoteExecutor} from "gimbal/interfaces/IRemoteExecutor.sol";
import {SpokeControl} from "gimbal/spoke/SpokeControl.sol";
import {Kind} from "gimbal/types/Message.sol";
import {RemoteBatch, RemoteCall, remoteLeaf} from "gimbal/types/Remote.sol";
import {RemoteFixture} from "./RemoteFixture.sol";

/// @notice Executes the operation that it is a part of once more, from within.
contract Reentrant {
    TimelockController private immutable LOCK;
    bytes private _again;

    constructor(TimelockController lock) {
        LOCK = lock;
    }

    function arm(bytes calldata again) external {
        _again = again;
    }

    function strike() external {
        bytes memory again = _again;
        delete _again;
        if (again.length == 0) return;
        (bool ok, bytes memory reason) = address(LOCK).call(again);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
    }
}

contract RemoteExecutorTest is RemoteFixture {
    function test_P12_aVoteUpgradesASpokeAfterTheSpokesOwnDelay() public {
        address next = address(new SpokeControl());
        RemoteBatch memory batch =
            send(one(address(control), abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (next, ""))));
        bytes32 leaf = outbox.leafOf(SPOKE, 1);
        carry(2);
        bytes32 operation = schedule(batch);
        assertEq(lock.getTimestamp(operation), START + DELAY);
        vm.warp(START + DELAY - 1);
        vm.expectRevert();
        this.executeExternally(batch, leaf, START + DELAY + 7 days);
        vm.warp(START + DELAY);
        execute(batch, leaf, 0, START + DELAY + 7 days);
        bytes32 code = vm.load(address(control), ERC1967Utils.IMPLEMENTATION_SLOT);
        assertEq(code, bytes32(uint256(uint160(next))));
        assertEq(uint256(lock.getTimestamp(operation)), 1); // done
    }

    function test_P12_noKeyAdministersTheSpoke() public {
        (bool isAdmin,) = spokeManager.hasRole(0, address(this));
        assertFalse(isAdmin);
        (isAdmin,) = spokeManager.hasRole(0, address(lock));
        assertTrue(isAdmin);
        assertFalse(lock.hasRole(lock.PROPOSER_ROLE(), address(this)));
        assertFalse(lock.hasRole(lock.CANCELLER_ROLE(), address(this)));
        assertFalse(lock.hasRole(lock.DEFAULT_ADMIN_ROLE(), address(this)));
        vm.expectRevert();
        lock.schedule(address(control), 0, "", 0, 0, DELAY);
    }

    function test_P10_fewerThanKFamiliesScheduleNothing() public {
        RemoteBatch memory batch = send(setTarget(stranger));
        bytes32[] memory proof = outbox.proof(SPOKE, 1);
        carry(1);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotUnderRoot.selector, uint64(1), bytes32(0)));
        remote.schedule(batch, proof);
    }

    function test_P10_aForgedRootOfOneFamilyIsNoRoot() public {
        RemoteBatch memory forged = RemoteBatch(SPOKE, 1, 0, uint64(START + LIFE), setTarget(stranger));
        bytes32 root = _rootOf(remoteLeaf(forged));
        for (uint64 epoch = 1; epoch < 5; epoch++) {
            attest(0, Kind.REMOTE, epoch, abi.encode(root));
        }
        (uint64 confirmed,) = remote.confirmedRoot();
        assertEq(confirmed, 0);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotUnderRoot.selector, uint64(1), bytes32(0)));
        remote.schedule(forged, new bytes32[](0));
        // And the honest message is confirmed beside it.
        RemoteBatch memory batch = send(setTarget(stranger));
        for (uint8 f = 1; f < 3; f++) {
            attest(f, Kind.REMOTE, 1, abi.encode(outbox.outgoing(SPOKE).root));
        }
        schedule(batch);
    }

    function test_P10_oneFamilyCannotUseUpTheEpochs() public {
        ILocalGateway.Packet memory p =
            packet(0, abi.encode(SPOKE, Kind.REMOTE, type(uint64).max, abi.encode(bytes32("x"))));
        vm.expectRevert(
            abi.encodeWithSelector(
                IHedgeTransport.EpochJump.selector, HUB, Kind.REMOTE, type(uint64).max, JUMP
            )
        );
        this.deliverExternally(0, p);
        attest(0, Kind.REMOTE, JUMP, abi.encode(bytes32("far")));
        RemoteBatch memory batch = send(setTarget(stranger));
        for (uint8 f = 1; f < 3; f++) {
            attest(f, Kind.REMOTE, 1, abi.encode(outbox.outgoing(SPOKE).root));
        }
        schedule(batch);
    }

    function test_P10_theSilenceOfOneFamilyChangesNothing() public {
        for (uint8 silent; silent < FAMILIES; silent++) {
            RemoteBatch memory batch = send(setTarget(makeAddr(vm.toString(silent))));
            LastSent memory state = _state();
            for (uint8 f; f < FAMILIES; f++) {
                if (f != silent) attest(f, Kind.REMOTE, state.epoch, abi.encode(state.root));
            }
            schedule(batch);
        }
    }

    function test_P3_aBatchIsTakenOnceWhateverBecameOfIt() public {
        RemoteBatch memory batch = send(setTarget(stranger));
        carry(2);
        bytes32 operation = schedule(batch);
        bytes32[] memory proof = outbox.proof(SPOKE, 1);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.AlreadyTaken.selector, uint64(1)));
        remote.schedule(batch, proof);
        _cancel(operation);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.AlreadyTaken.selector, uint64(1)));
        remote.schedule(batch, proof);
    }

    function test_P4_anEarlierRootDoesNotComeBack() public {
        send(setTarget(stranger));
        bytes memory first = abi.encode(outbox.outgoing(SPOKE).root);
        RemoteBatch memory second = send(setTarget(address(this)));
        carry(2);
        for (uint8 f; f < FAMILIES; f++) {
            attest(f, Kind.REMOTE, 1, first);
        }
        (uint64 epoch, bytes32 root) = remote.confirmedRoot();
        assertEq(epoch, 2);
        assertEq(root, outbox.outgoing(SPOKE).root);
        schedule(second);
    }

    function test_P4_batchesArriveInAnyOrderUnderOneRoot() public {
        RemoteBatch memory first = send(setTarget(stranger));
        RemoteBatch memory second = send(setTarget(address(this)));
        carry(2);
        schedule(second);
        schedule(first);
    }

    function test_aBatchWaitsForTheOneItFollows() public {
        RemoteBatch memory first = send(setTarget(stranger));
        RemoteBatch memory second = send(one(stranger, hex"12345678"), 1);
        carry(2);
        bytes32[] memory proof = outbox.proof(SPOKE, 2);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotScheduled.selector, uint64(1)));
        remote.schedule(second, proof);
        bytes32 operation = schedule(first);
        // Its target is listed once the first is done, and not before.
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotListed.selector, stranger));
        remote.schedule(second, proof);
        vm.warp(START + DELAY);
        execute(first, outbox.leafOf(SPOKE, 1), 0, START + DELAY + 7 days);
        schedule(second);
        vm.warp(START + 2 * DELAY);
        execute(second, outbox.leafOf(SPOKE, 2), operation, START + 2 * DELAY + 7 days);
    }

    function test_anExpiredBatchDoesNothing() public {
        RemoteBatch memory batch = send(setTarget(stranger));
        carry(2);
        bytes32[] memory proof = outbox.proof(SPOKE, 1);
        vm.warp(batch.expiry + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IRemoteExecutor.Expired.selector, batch.expiry + 1, batch.expiry)
        );
        remote.schedule(batch, proof);
        vm.warp(batch.expiry);
        schedule(batch);
    }

    function test_whatNobodyExecutedInTimeLapses() public {
        RemoteBatch memory batch = send(setTarget(stranger));
        carry(2);
        schedule(batch);
        uint256 until = START + DELAY + 7 days;
        bytes32 leaf = outbox.leafOf(SPOKE, 1);
        vm.warp(until + 1);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.Lapsed.selector, until + 1, until));
        this.executeExternally(batch, leaf, until);
        vm.warp(until);
        execute(batch, leaf, 0, until);
        assertTrue(remote.isTarget(stranger));
    }

    function test_aBatchOfAnotherSpokeIsRefused() public {
        RemoteBatch memory batch = send(setTarget(stranger));
        carry(2);
        bytes32[] memory proof = outbox.proof(SPOKE, 1);
        batch.chain = HUB;
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.WrongChain.selector, HUB, SPOKE));
        remote.schedule(batch, proof);
    }

    function testFuzz_P10_aBatchThatWasNotVotedIsNotScheduled(RemoteBatch memory forged) public {
        RemoteBatch memory batch = send(setTarget(stranger));
        carry(2);
        bytes32[] memory proof = outbox.proof(SPOKE, 1);
        vm.assume(remoteLeaf(forged) != remoteLeaf(batch));
        forged.chain = SPOKE;
        forged.expiry = uint64(bound(forged.expiry, START, type(uint64).max));
        forged.number = uint64(bound(forged.number, 1, type(uint32).max));
        vm.expectRevert(
            abi.encodeWithSelector(
                IRemoteExecutor.NotUnderRoot.selector, forged.number, outbox.outgoing(SPOKE).root
            )
        );
        remote.schedule(forged, proof);
    }

    function test_onlyListedTargetsAreCalled() public {
        RemoteBatch memory batch = send(one(stranger, ""));
        carry(2);
        bytes32[] memory proof = outbox.proof(SPOKE, 1);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotListed.selector, stranger));
        remote.schedule(batch, proof);
    }

    function test_theListKeepsTheExecutorItself() public {
        vm.prank(address(lock));
        vm.expectRevert(IRemoteExecutor.ListsItself.selector);
        remote.setTarget(address(remote), false);
    }

    function test_aBatchIsDoneWholeOrNotAtAll() public {
        RemoteCall[] memory calls = new RemoteCall[](2);
        calls[0] = setTarget(stranger)[0];
        calls[1] = RemoteCall(address(control), hex"deadbeef");
        RemoteBatch memory batch = send(calls);
        carry(2);
        schedule(batch);
        vm.warp(START + DELAY);
        bytes32 leaf = outbox.leafOf(SPOKE, 1);
        vm.expectRevert();
        this.executeExternally(batch, leaf, START + DELAY + 7 days);
        assertFalse(remote.isTarget(stranger));
    }

    function test_aTargetThatComesBackIsExecutedOnce() public {
        Reentrant target = new Reentrant(lock);
        enact(setTarget(address(target)));
        RemoteBatch memory batch = send(one(address(target), abi.encodeCall(target.strike, ())));
        carry(2);
        bytes32 operation = schedule(batch);
        uint256 until = block.timestamp + DELAY + 7 days;
        bytes32 leaf = outbox.leafOf(SPOKE, 2);
        vm.warp(block.timestamp + DELAY);
        address[] memory targets = new address[](2);
        (targets[0], targets[1]) = (address(remote), address(target));
        bytes[] memory payloads = new bytes[](2);
        payloads[0] = abi.encodeCall(remote.begin, (2, until));
        payloads[1] = abi.encodeCall(target.strike, ());
        target.arm(abi.encodeCall(lock.executeBatch, (targets, new uint256[](2), payloads, bytes32(0), leaf)));
        vm.expectRevert();
        this.executeExternally(batch, leaf, until);
        assertTrue(lock.isOperationReady(operation));
        target.arm("");
        execute(batch, leaf, 0, until);
        assertTrue(lock.isOperationDone(operation));
    }

    function test_P7_theGuardianCancelsWhatWaitsAndThenHasToWait() public {
        RemoteBatch memory first = send(setTarget(stranger));
        RemoteBatch memory second = send(setTarget(address(this)));
        RemoteBatch memory third = send(setTarget(address(1)));
        carry(2);
        bytes32[] memory both = new bytes32[](2);
        (both[0], both[1]) = (schedule(first), schedule(second));
        vm.prank(guardian);
        remote.cancel(both);
        assertFalse(lock.isOperation(both[0]) || lock.isOperation(both[1]));
        bytes32[] memory next = new bytes32[](1);
        next[0] = schedule(third);
        vm.warp(START + APART - 1);
        vm.prank(guardian);
        vm.expectRevert(
            abi.encodeWithSelector(IRemoteExecutor.CancelTooSoon.selector, START + APART - 1, START + APART)
        );
        remote.cancel(next);
        vm.warp(START + APART);
        vm.prank(guardian);
        remote.cancel(next);
    }

    function test_P7_whoExecutesInFrontOfTheGuardianSavesNothingElse() public {
        RemoteBatch memory first = send(setTarget(stranger));
        RemoteBatch memory second = send(setTarget(address(1)));
        carry(2);
        bytes32[] memory both = new bytes32[](2);
        (both[0], both[1]) = (schedule(first), schedule(second));
        vm.warp(START + DELAY);
        execute(first, outbox.leafOf(SPOKE, 1), 0, START + DELAY + 7 days);
        vm.startPrank(guardian);
        remote.cancel(both);
        assertFalse(lock.isOperation(both[1]));
        vm.warp(START + DELAY + APART);
        vm.expectRevert(IRemoteExecutor.NothingPending.selector);
        remote.cancel(both);
        vm.stopPrank();
    }

    function test_P7_theGuardianDoesNotStopItsOwnReplacement() public {
        RemoteBatch memory batch = send(one(address(remote), abi.encodeCall(remote.setGuardian, (stranger))));
        carry(2);
        bytes32[] memory operations = new bytes32[](1);
        operations[0] = schedule(batch);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.ReplacesGuardian.selector, operations[0]));
        remote.cancel(operations);
        vm.warp(START + DELAY);
        execute(batch, outbox.leafOf(SPOKE, 1), 0, START + DELAY + 7 days);
        assertEq(remote.guardian(), stranger);
    }

    function test_P7_nobodyElseCancels() public {
        RemoteBatch memory batch = send(setTarget(stranger));
        carry(2);
        bytes32[] memory operations = new bytes32[](1);
        operations[0] = schedule(batch);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotGuardian.selector, stranger));
        remote.cancel(operations);
    }

    function test_P10_aGatewayIsRotatedByAVote() public {
        address gateway = address(spoke.gateways[2]);
        RemoteCall[] memory calls = new RemoteCall[](2);
        calls[0] = RemoteCall(
            address(spoke.transport),
            abi.encodeCall(IHedgeTransport.setGateway, (address(hub.gateways[2]), 2, true))
        );
        calls[1] = RemoteCall(
            address(spoke.transport), abi.encodeCall(IHedgeTransport.setGateway, (gateway, 2, false))
        );
        enact(calls);
        IHedgeTransport.GatewayTerms[] memory gateways = spoke.transport.gateways();
        assertFalse(gateways[2].active);
        assertEq(gateways[3].gateway, address(hub.gateways[2]));
        assertTrue(gateways[3].active);
    }

    function test_onlyTransportAndTimelockSpeakToIt() public {
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotTransport.selector, address(this)));
        remote.onControl(HUB, Kind.REMOTE, 1, abi.encode(bytes32("root")));
        vm.startPrank(address(spoke.transport));
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotHub.selector, uint64(9)));
        remote.onControl(9, Kind.REMOTE, 1, abi.encode(bytes32("root")));
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnsupportedKind.selector, Kind.CONFIG));
        remote.onControl(HUB, Kind.CONFIG, 1, abi.encode(bytes32("root")));
        remote.onControl(HUB, Kind.REMOTE, 1, abi.encode(bytes32("root")));
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.EpochNotAbove.selector, 1, 1));
        remote.onControl(HUB, Kind.REMOTE, 1, abi.encode(bytes32("root")));
        vm.stopPrank();
        bytes memory refusal = abi.encodeWithSelector(IRemoteExecutor.NotTimelock.selector, address(this));
        vm.expectRevert(refusal);
        remote.setGuardian(address(this));
        vm.expectRevert(refusal);
        remote.setRecovery(address(this));
        vm.expectRevert(refusal);
        remote.setTarget(address(this), true);
        vm.expectRevert(refusal);
        remote.setTerms(IRemoteExecutor.Terms(APART, SILENCE, LONG_DELAY));
        vm.expectRevert(refusal);
        remote.begin(1, type(uint256).max);
        vm.expectRevert(refusal);
        remote.beginRecovery(START, type(uint256).max);
    }

    function executeExternally(RemoteBatch memory batch, bytes32 leaf, uint256 until) external {
        execute(batch, leaf, 0, until);
    }

    function deliverExternally(uint8 family, ILocalGateway.Packet memory p) external {
        deliver(family, p);
    }

    struct LastSent {
        uint64 epoch;
        bytes32 root;
    }

    function _state() private view returns (LastSent memory) {
        return LastSent(outbox.outgoing(SPOKE).epoch, outbox.outgoing(SPOKE).root);
    }

    function _cancel(bytes32 operation) private {
        bytes32[] memory operations = new bytes32[](1);
        operations[0] = operation;
        vm.prank(guardian);
        remote.cancel(operations);
    }

    /// @dev Root of a tree with one leaf, as a forger would compute it.
    function _rootOf(bytes32 leaf) private pure returns (bytes32 node) {
        node = leaf;
        for (uint256 i; i < 32; i++) {
            node = keccak256(abi.encode(node, bytes32(0)));
        }
    }
}
