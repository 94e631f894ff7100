// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IRemoteExecutor} from "gimbal/interfaces/IRemoteExecutor.sol";
import {RemoteExecutor} from "gimbal/spoke/RemoteExecutor.sol";
import {SpokeControl} from "gimbal/spoke/SpokeControl.sol";
import {Kind} from "gimbal/types/Message.sol";
import {RemoteBatch, RemoteCall} from "gimbal/types/Remote.sol";
import {RemoteFixture} from "./RemoteFixture.sol";

/// @notice An executor that a vote puts in the place of another.
contract RemoteSuccessorTest is RemoteFixture {
    /// @notice The hub's tree still has what the first one did: who replays it would put older code back.
    function test_P12_whatAPredecessorTookIsNotTakenAgain() public {
        (address old, address young) = (address(new SpokeControl()), address(new SpokeControl()));
        RemoteBatch memory batch = send(one(address(control), _upgradeTo(old)));
        carry(2);
        schedule(batch);
        uint256 at = block.timestamp;
        vm.warp(at + DELAY);
        execute(batch, outbox.leafOf(SPOKE, batch.number), 0, at + DELAY + 7 days);
        RemoteExecutor next = _succeed(_upgradeTo(young));
        assertEq(_code(), young);
        assertEq(next.operationOf(batch.number), remote.operationOf(batch.number));
        bytes32[] memory proof = outbox.proof(SPOKE, batch.number);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.AlreadyTaken.selector, batch.number));
        next.schedule(batch, proof);
        // Nor by the successor of the successor.
        RemoteExecutor.Init memory init = executorInit();
        init.predecessor = address(next);
        RemoteExecutor third = new RemoteExecutor(init);
        assertEq(third.operationOf(batch.number), remote.operationOf(batch.number));
    }

    /// @notice What nobody had taken is the successor's, also where it follows what its predecessor took.
    function test_P10_whatNobodyTookIsTheSuccessors() public {
        address code = address(new SpokeControl());
        RemoteBatch memory first = send(one(address(control), _upgradeTo(code)));
        carry(2);
        schedule(first);
        uint256 at = block.timestamp;
        RemoteExecutor old = remote;
        bytes32 before = old.operationOf(first.number);
        RemoteExecutor next = _succeed(_upgradeTo(address(new SpokeControl())));
        remote = next;
        RemoteBatch memory second = send(one(address(control), _upgradeTo(code)), first.number);
        carry(2);
        schedule(second);
        assertEq(next.operationOf(first.number), before);
        assertEq(old.operationOf(second.number), 0, "not the other way round");
        // The first one was due long ago, and the second waits for it.
        uint256 due = block.timestamp + DELAY;
        vm.warp(due);
        assertFalse(lock.isOperationDone(before));
        bytes32 leaf = outbox.leafOf(SPOKE, second.number);
        vm.expectRevert();
        this.executeOf(second, leaf, before, due + 7 days);
        remote = old;
        execute(first, outbox.leafOf(SPOKE, first.number), 0, at + DELAY + 7 days);
        remote = next;
        execute(second, leaf, before, due + 7 days);
        assertEq(_code(), code);
    }

    function executeOf(RemoteBatch memory batch, bytes32 leaf, bytes32 predecessor, uint256 until) external {
        execute(batch, leaf, predecessor, until);
    }

    /// @dev In one batch: another upgrade, and the timelock's roles from the executor of now to the next.
    function _succeed(bytes memory upgrade) private returns (RemoteExecutor next) {
        RemoteExecutor.Init memory init = executorInit();
        init.predecessor = address(remote);
        next = new RemoteExecutor(init);
        (bytes32 proposer, bytes32 canceller) = (lock.PROPOSER_ROLE(), lock.CANCELLER_ROLE());
        RemoteCall[] memory calls = new RemoteCall[](6);
        calls[0] = RemoteCall(address(lock), abi.encodeCall(lock.grantRole, (proposer, address(next))));
        calls[1] = RemoteCall(address(lock), abi.encodeCall(lock.grantRole, (canceller, address(next))));
        calls[2] = RemoteCall(address(lock), abi.encodeCall(lock.revokeRole, (proposer, address(remote))));
        calls[3] = RemoteCall(address(lock), abi.encodeCall(lock.revokeRole, (canceller, address(remote))));
        calls[4] = RemoteCall(
            address(spoke.transport), abi.encodeCall(spoke.transport.setHandler, (Kind.REMOTE, address(next)))
        );
        calls[5] = RemoteCall(address(control), upgrade);
        enact(calls);
        vm.warp(block.timestamp + 1 days);
        outbox.renew(SPOKE);
        carry(2);
    }

    function _upgradeTo(address code) private pure returns (bytes memory) {
        return abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (code, ""));
    }

    function _code() private view returns (address) {
        return address(uint160(uint256(vm.load(address(control), ERC1967Utils.IMPLEMENTATION_SLOT))));
    }
}
