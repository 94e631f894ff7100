// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {RemoteOutbox} from "gimbal/crosschain/RemoteOutbox.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {IRemoteOutbox} from "gimbal/interfaces/IRemoteOutbox.sol";
import {Kind} from "gimbal/types/Message.sol";
import {RemoteCall} from "gimbal/types/Remote.sol";
import {LocalPaidGateway} from "localnet/LocalPaidGateway.sol";
import {Attesters} from "../base/Attesters.sol";
import {Roles} from "../base/Roles.sol";
import {TwoChains} from "../crosschain/TwoChains.sol";
import {Dao} from "./Dao.sol";

/// @notice A DAO whose gateways ask a fee: what a vote carries for them, who brings it, and where the rest goes.
contract VotePaysTest is Dao, TwoChains {
    uint256 private constant FEE = 0.001 ether;

    RemoteOutbox private outbox;
    LocalPaidGateway[] private paid;
    address payable private operator = payable(makeAddr("operator"));

    function setUp() public override(Dao, TwoChains) {
        Dao.setUp();
        TwoChains.setUp();
        string memory json = Roles.table();
        RemoteOutbox.Init memory init = RemoteOutbox.Init(HUB, address(hub.transport));
        bytes memory call = abi.encodeCall(RemoteOutbox.initialize, (address(manager), init));
        outbox = RemoteOutbox(payable(address(new ERC1967Proxy(address(new RemoteOutbox()), call))));
        Roles.assign(manager, json, "RemoteOutbox", address(outbox));
        manager.grantRole(Roles.id(json, "SENDER"), address(outbox), 0);
        manager.grantRole(0, address(timelock), 0);
        for (uint8 f; f < FAMILIES; f++) {
            LocalPaidGateway gateway = new LocalPaidGateway(
                address(manager), HUB, Attesters.addresses(f), Attesters.THRESHOLD, operator, FEE
            );
            gateway.setRemote(SPOKE, address(spoke.gateways[f]));
            hub.transport.setGateway(address(gateway), f, true);
            hub.transport.setGateway(address(hub.gateways[f]), f, false);
            paid.push(gateway);
        }
        vm.deal(stranger, 1 ether);
    }

    /// @notice Whoever executes a vote brings what it carries; what no gateway took is the timelock's.
    function test_aVotePaysItsGatewaysAndTheRestIsTheTimelocks() public {
        paid[2].setRemote(SPOKE, address(0)); // one of three is down
        _execute(_voted(4 * FEE), 4 * FEE);
        assertEq(paid[0].nonce() + paid[1].nonce(), 2);
        assertEq(operator.balance, 2 * (4 * FEE / 3));
        assertEq(address(timelock).balance, 4 * FEE - operator.balance);
        assertEq(address(outbox).balance + address(hub.transport).balance + address(governor).balance, 0);
    }

    function test_aVoteIsPaidOfWhatTheTimelockHas() public {
        vm.deal(address(timelock), 2 * FEE);
        uint256 id = _voted(3 * FEE);
        vm.expectRevert(Errors.FailedCall.selector);
        governor.execute{value: FEE - 1}(id);
        _execute(id, FEE);
        assertEq(operator.balance, 3 * FEE);
        assertEq(address(timelock).balance, 0);
        vm.deal(address(timelock), 3 * FEE);
        _execute(_voted(3 * FEE), 0);
        assertEq(operator.balance, 6 * FEE);
    }

    /// @notice What came back is no lost coin: a vote takes it out, and waits as long as an upgrade.
    function test_aVoteTakesOutWhatCameBack() public {
        vm.deal(address(timelock), 1 ether);
        uint256 id = _propose(carol, 0.75 ether, "");
        pass(id);
        governor.queue(id);
        assertEq(governor.proposalEta(id), block.timestamp + 4 days);
        vm.warp(governor.proposalEta(id));
        governor.execute(id);
        assertEq(carol.balance, 0.75 ether);
        assertEq(address(timelock).balance, 0.25 ether);
    }

    /// @notice P10: a fee that rose meanwhile undoes no vote, and anyone sends its message later.
    function test_P10_aVoteWhoseFeeHasRisenGoesThrough() public {
        uint256 id = _voted(3 * FEE);
        for (uint8 f; f < FAMILIES; f++) {
            vm.prank(operator);
            paid[f].setFee(2 * FEE);
        }
        bytes memory why =
            abi.encodeWithSelector(IHedgeTransport.NothingSent.selector, SPOKE, Kind.REMOTE, uint64(1));
        vm.expectEmit();
        emit IRemoteOutbox.SendFailed(SPOKE, 1, why);
        _execute(id, 3 * FEE);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Executed));
        assertEq(address(timelock).balance, 3 * FEE);
        vm.prank(stranger);
        outbox.resend{value: 6 * FEE}(SPOKE);
        assertEq(operator.balance, 6 * FEE);
        assertEq(paid[0].nonce(), 1);
    }

    function test_theOperatorAloneSetsItsFee() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(LocalPaidGateway.NotOperator.selector, stranger));
        paid[0].setFee(0);
    }

    /// @notice A batch for the spoke is voted and may be executed.
    function _voted(uint256 value) private returns (uint256 id) {
        RemoteCall[] memory calls = new RemoteCall[](1);
        calls[0] = RemoteCall(address(outbox), "");
        id = _propose(address(outbox), value, abi.encodeCall(outbox.send, (SPOKE, calls, 0, 14 days)));
        pass(id);
        governor.queue(id);
        vm.warp(governor.proposalEta(id));
    }

    function _propose(address target, uint256 value, bytes memory data) private returns (uint256) {
        uint256[] memory values = new uint256[](1);
        values[0] = value;
        vm.prank(alice);
        return governor.propose(list(target), values, one(data), vm.toString(block.timestamp));
    }

    /// @notice Anyone executes it, and brings so much.
    function _execute(uint256 id, uint256 value) private {
        vm.prank(stranger);
        governor.execute{value: value}(id);
    }
}
